import { makeCatalog } from '../collections/catalog.ts'
import { checkFields } from '../collections/check-fields.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import { TokenError } from '../collections/sql-tokens.ts'
import { areSameFields, viewFields } from '../collections/view-fields.ts'
import { parseViewQuery } from '../collections/view-query.ts'
import { problemLines } from './import-problems.ts'

/** The views of a source with the fields that their queries have here, and those that do not pass our rules. */
export interface ReadViews {
  readonly collections: readonly Collection[]
  /** Why, by the name of the view; these are not among the collections. */
  readonly broken: ReadonlyMap<string, string>
}

/**
 * Read the fields of all views from their queries (contract data.md §2.8). A view may read another, so this is done
 * until nothing changes.
 */
export function readViews(collections: readonly Collection[]): ReadViews {
  const broken = new Map<string, string>()
  let now = collections
  for (let round = 0; round <= collections.length; round++) {
    const catalog = makeCatalog(1, now)
    const read = now.flatMap((collection) => {
      const next = collection.type === 'view' ? readView(collection, catalog) : collection
      if (typeof next !== 'string') return [next]
      broken.set(collection.name, next)
      return []
    })
    const isSame =
      read.length === now.length && read.every((next, i) => areSameFields(next.fields, now[i]?.fields ?? []))
    now = read
    if (isSame) break
  }
  return { collections: now, broken }
}

function readView(view: Collection, catalog: Catalog): Collection | string {
  try {
    const fields = viewFields(parseViewQuery(view.viewQuery ?? ''), catalog)
    const next = { ...view, fields }
    const faults = checkFields(undefined, next, catalog)
    return faults ? `its columns cannot be fields (${problemLines({ fields: faults }).join('; ')})` : next
  } catch (error) {
    if (error instanceof TokenError) return error.message
    throw error
  }
}
