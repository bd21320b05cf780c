import { isUnlimited } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import type { Cells } from '../records/change.ts'
import { findRecord } from '../records/find.ts'
import type { House } from '../records/house.ts'
import type { Ask } from '../records/request.ts'
import { type AuthCollection, authCollection } from './auth-collection.ts'

/** A record that signs in, and its collection. */
export interface Account {
  readonly collection: AuthCollection
  readonly record: Cells
}

/** Whose credentials are spoken of. */
export interface AccountRequest {
  /** Name or id. */
  readonly collection: string
  /** For superusers: another record than their own. */
  readonly record?: string | undefined
}

/**
 * The account whose passkeys, keys, codes or sessions somebody looks after: their own, and for superusers anyone's.
 * Never through an API key, which could otherwise make itself another one.
 *
 * Errors: `collection_not_found` 404, `sign_in_needed` 401, `scope_refused` 403, `forbidden` 403, `record_not_found` 404.
 *
 * @example const account = await accountFor(house, ask, { collection: 'users' })
 */
export async function accountFor(house: House, { actor }: Ask, request: AccountRequest): Promise<Account> {
  const collection = authCollection(house.catalog.current, request.collection)
  if (actor.kind === 'guest') throw apiError('sign_in_needed', {})
  if (actor.via?.kind === 'apiKey') throw apiError('scope_refused', {})
  const id = request.record || actor.id
  const isOwn = actor.collectionId === collection.id && actor.id === id
  if (!isOwn && !(isUnlimited(actor) && request.record)) throw apiError('forbidden', {})
  const record = await findRecord(house, collection, id)
  if (!record) throw apiError('record_not_found', {})
  return { collection, record }
}
