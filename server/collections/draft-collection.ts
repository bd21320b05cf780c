import { isJsonObject } from '../base/json.ts'
import { makeCatalog, replaceCollection } from './catalog.ts'
import type { Catalog, Collection } from './collection.ts'
import { newCollectionId } from './new-collection.ts'
import { parseChange, parseNew } from './parse.ts'
import { viewCollection } from './view.ts'

/** A collection in the catalog as it would be with it. */
export interface Drafted {
  readonly catalog: Catalog
  readonly collection: Collection
}

/**
 * The collection that is meant by its name, its id, or a whole definition that is not saved yet, with the `id` of the
 * stored one where there is one. Nothing is kept.
 *
 * Errors: `collection_not_found` 404.
 *
 * @example draftCollection(catalog, { name: 'dishes', fields: [] }).collection.name // 'dishes'
 */
export function draftCollection(current: Catalog, given: unknown): Drafted {
  if (!isJsonObject(given)) {
    const name = typeof given === 'string' ? given : ''
    return { catalog: current, collection: viewCollection(current, name) }
  }
  const stored = typeof given['id'] === 'string' ? current.byId(given['id']) : undefined
  const draft = (stored ? parseChange(stored, given) : parseNew(given)).next
  const id = draft.id || newCollectionId(draft.type, draft.name, current)
  const collection = { ...draft, id }
  return { collection, catalog: makeCatalog(current.version, replaceCollection(current, stored, collection)) }
}
