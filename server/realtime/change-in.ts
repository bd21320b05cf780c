import type { Collection } from '../collections/collection.ts'
import type { Cells, Change } from '../records/change.ts'

/**
 * A change as the collection's definition of now names its cells: between the commit and the telling a field may have
 * got another name, or gone.
 */
export function changeIn(collection: Collection, change: Change): Change {
  if (change.collection === collection || change.collection.fields === collection.fields)
    return { ...change, collection }
  return {
    ...change,
    collection,
    before: change.before && cellsIn(collection, change.collection, change.before),
    after: change.after && cellsIn(collection, change.collection, change.after),
  }
}

function cellsIn(collection: Collection, then: Collection, cells: Cells): Cells {
  const names = new Map(then.fields.map(({ id, name }) => [id, name]))
  const renamed: Record<string, Cells[string]> = Object.create(null)
  for (const { id, name } of collection.fields) renamed[name] = cells[names.get(id) ?? ''] ?? null
  return renamed
}
