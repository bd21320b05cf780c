import type { Handler, HookName } from './events.ts'
import type { Hook } from './on.ts'

/** The hooks of an app, by what they stand before. */
export interface HookTable {
  /** Is there none at all? Then nobody has to look any further. */
  readonly isEmpty: boolean
  /** Milliseconds that the handlers of one event have before the write, and again after it. */
  readonly deadline: number
  /** The handlers around an event, outermost first. */
  handlersOf(event: HookName, collection: { readonly id: string; readonly name: string }): readonly Handler[]
  /** The names of collections that hooks were made for. */
  readonly collections: readonly string[]
}

/** How long hooks may take, in milliseconds, when nothing is said. */
export const HOOK_DEADLINE = 10_000
const none: readonly Handler[] = []

/**
 * Sort the hooks of an app so that a verb finds its own with one look.
 *
 * @example hookTable([on('record.create', 'orders', handler)]).handlersOf('record.create', orders)
 */
export function hookTable(hooks: readonly Hook[] = [], deadline: number = HOOK_DEADLINE): HookTable {
  // Kept by collection object: the catalog makes new ones with every change, so a renamed collection is looked up anew.
  const known = new WeakMap<object, Map<HookName, readonly Handler[]>>()
  return {
    isEmpty: hooks.length === 0,
    deadline,
    collections: [...new Set(hooks.map(({ collection }) => collection))].filter((name) => name !== '*'),
    handlersOf(event, collection) {
      if (hooks.length === 0) return none
      let found = known.get(collection)
      if (!found) known.set(collection, (found = new Map()))
      let handlers = found.get(event)
      if (!handlers) found.set(event, (handlers = handlersFor(hooks, event, collection)))
      return handlers
    },
  }
}

function handlersFor(
  hooks: readonly Hook[],
  event: HookName,
  { id, name }: { readonly id: string; readonly name: string },
): readonly Handler[] {
  const isMeant = ({ collection }: Hook): boolean =>
    collection === '*' || collection === id || collection.toLowerCase() === name.toLowerCase()
  return hooks.filter((hook) => hook.event === event && isMeant(hook)).map(({ handler }) => handler)
}
