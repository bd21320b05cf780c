import { apiError } from '../base/error.ts'
import type { Catalog } from '../collections/collection.ts'
import { type AuthCollection, authCollection } from './auth-collection.ts'
import type { AuthMethod } from './auth-method.ts'
import { authMethods } from './methods/index.ts'

interface WayIn {
  readonly collection: AuthCollection
  readonly method: AuthMethod
}

/**
 * A way to sign in to a collection, if the collection allows it (contract services.md §2.0.1, §12.5): asked before
 * anything of the body is looked at.
 *
 * Errors: `collection_not_found` 404, the method's own code 403 when it is switched off.
 *
 * @example wayIn(house.catalog.current, { collection: 'users', method: 'password' })
 */
export function wayIn(
  catalog: Catalog,
  wanted: { readonly collection: string; readonly method: string },
): WayIn {
  const collection = authCollection(catalog, wanted.collection)
  const method = authMethods.get(wanted.method)
  if (!method) throw apiError('route_not_found', {})
  if (!method.isEnabled(collection)) throw apiError(method.offCode, { collection: collection.name })
  return { collection, method }
}
