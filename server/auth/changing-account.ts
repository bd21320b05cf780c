import { apiError } from '../base/error.ts'
import { type Catalog, SUPERUSERS } from '../collections/collection.ts'
import type { Cells } from '../records/change.ts'
import type { Ask } from '../records/request.ts'
import { type AuthCollection, isAuthCollection } from './auth-collection.ts'

/** Whoever wants another address, and where they sign in. */
interface ChangingAccount {
  readonly collection: AuthCollection
  readonly record: Cells
}

/**
 * The account of somebody who asks for another e-mail address: their own (contract services.md §2.8).
 *
 * Errors: `collection_not_found` 404, `sign_in_needed` 401, `forbidden` 403 for a token of another collection,
 * `scope_refused` 403, `superusers_excepted` 400.
 *
 * @example const { record } = changingAccount(house.catalog.current, ask, 'users')
 */
export function changingAccount(catalog: Catalog, { actor }: Ask, nameOrId: string): ChangingAccount {
  const collection = catalog.find(nameOrId)
  if (!collection) throw apiError('collection_not_found', { name: nameOrId })
  if (actor.kind === 'guest') throw apiError('sign_in_needed', {})
  if (actor.collectionId !== collection.id || !isAuthCollection(collection)) throw apiError('forbidden', {})
  // A key must not become the account itself.
  if (actor.via?.kind === 'apiKey') throw apiError('scope_refused', {})
  if (collection.name === SUPERUSERS) throw apiError('superusers_excepted', {})
  return { collection, record: actor.cells }
}
