import { apiError } from '../base/error.ts'
import type { Catalog, Collection } from './collection.ts'

/**
 * One collection by its id (exact) or name (letter case ignored). Errors: `collection_not_found` 404.
 *
 * @example viewCollection(catalog.current, 'posts')
 */
export function viewCollection(catalog: Catalog, nameOrId: string): Collection {
  const collection = catalog.find(nameOrId)
  if (!collection) throw apiError('collection_not_found', { name: nameOrId })
  return collection
}
