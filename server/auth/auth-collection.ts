import { apiError } from '../base/error.ts'
import type { AuthOptions, Catalog, Collection } from '../collections/collection.ts'

/** A collection whose records can sign in. */
export interface AuthCollection extends Collection {
  readonly auth: AuthOptions
}

/** Do the records of this collection sign in? */
export function isAuthCollection(collection: Collection): collection is AuthCollection {
  return collection.type === 'auth' && collection.auth !== undefined
}

/**
 * An auth collection by id or name.
 *
 * Errors: `collection_not_found` 404, also for one of another type (contract services.md §2.0.1).
 *
 * @example const users = authCollection(house.catalog.current, 'users')
 */
export function authCollection(catalog: Catalog, nameOrId: string): AuthCollection {
  const collection = catalog.find(nameOrId)
  if (!collection || !isAuthCollection(collection)) throw apiError('collection_not_found', { name: nameOrId })
  return collection
}
