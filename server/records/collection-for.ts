import { apiError } from '../base/error.ts'
import type { Catalog, Collection } from '../collections/collection.ts'

/** The collection of an address. Errors: `collection_not_found` 404. */
export function collectionFor(catalog: Catalog, nameOrId: string): Collection {
  const collection = catalog.find(nameOrId)
  if (!collection) throw apiError('collection_not_found', { name: nameOrId })
  return collection
}

/** The same for an action that writes. Errors: also `view_read_only` 400. */
export function writableCollectionFor(catalog: Catalog, nameOrId: string): Collection {
  const collection = collectionFor(catalog, nameOrId)
  if (collection.type === 'view') throw apiError('view_read_only', {})
  return collection
}
