import type { ApiKeyAction, ApiKeyScopes } from '@dapur/sdk/auth'

/** What a key can be allowed, in the order in which it is asked. */
export const actions = ['list', 'view', 'create', 'update', 'delete'] as const satisfies ApiKeyAction[]

/** What is ticked: actions by the name of the collection, or by `*` for all that are not the system's. */
export type ScopeDraft = Readonly<Record<string, readonly ApiKeyAction[]>>

/** With this action ticked where it was not, or the other way around. */
export function toggleAction(draft: ScopeDraft, collection: string, action: ApiKeyAction): ScopeDraft {
  const before = draft[collection] ?? []
  const after = actions.filter((known) => before.includes(known) !== (known === action))
  return { ...draft, [collection]: after }
}

/**
 * As the API wants it: a part for each collection of which something is ticked.
 *
 * @example toScopes({ orders: ['list', 'view'] }) // [{ collections: ['orders'], actions: ['list', 'view'] }]
 */
export function toScopes(draft: ScopeDraft): ApiKeyScopes {
  return Object.entries(draft)
    .filter(([, ticked]) => ticked.length > 0)
    .map(([name, ticked]) => ({
      collections: name === '*' ? '*' : [name],
      actions: ticked.length === actions.length ? '*' : [...ticked],
    }))
}
