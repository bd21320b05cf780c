import type { CollectionJson } from '@dapur/sdk'
import type { CollectionDraft } from './draft.ts'

/** A rule that many collections have, by the key of its words. */
export interface Preset {
  key: 'signedIn' | 'owner' | 'self' | 'member' | 'verified'
  /** The field that it is about. */
  field: string
  text: string
}

/** The rules that fit a collection: by who made a record where a relation to accounts says so. */
export function presetsOf(draft: CollectionDraft, collections: readonly CollectionJson[]): Preset[] {
  const accounts = new Set(collections.filter(({ type }) => type === 'auth').map(({ id }) => id))
  const people = draft.fields.filter(
    ({ type, collectionId }) =>
      type === 'relation' && typeof collectionId === 'string' && accounts.has(collectionId),
  )
  const owned = people.map((field): Preset => {
    const isMany = typeof field['maxSelect'] === 'number' && field['maxSelect'] > 1
    return {
      key: isMany ? 'member' : 'owner',
      field: field.name,
      text: `@request.auth.id != "" && ${field.name}${isMany ? ':each ?=' : ' ='} @request.auth.id`,
    }
  })
  return [
    { key: 'signedIn', field: '', text: '@request.auth.id != ""' },
    { key: 'verified', field: '', text: '@request.auth.verified = true' },
    ...(draft.type === 'auth' ? [{ key: 'self', field: '', text: 'id = @request.auth.id' } as const] : []),
    ...owned,
  ]
}
