import { sql } from 'kysely'
import { type Steps, take } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import { TokenError } from '../collections/sql-tokens.ts'
import { parseViewQuery, sourceOf } from '../collections/view-query.ts'
import type { Cell } from '../storage/dialect.ts'
import { namesOf } from './file-names.ts'
import { readRecord } from './find.ts'
import type { House } from './house.ts'
import { type ShapeField, shapeOf } from './shape.ts'

/** Whose file it is. */
export interface FileOwner {
  readonly collectionId: string
  readonly recordId: string
}

/** A field of a view that shows a file of some other record. */
export interface ViewFile {
  readonly view: Collection
  readonly recordId: string
  /** The name of the field. */
  readonly field: string
  /** The name of the file. */
  readonly name: string
}

/** Views of views are followed so far (contract data.md §2.8). */
const DEEPEST = 5

/**
 * The record behind a view that a file belongs to: the one with the same id where there is such a one, else the one
 * that names the file. Undefined where the view's column is no field of a collection, or nothing names it.
 *
 * Errors: `query_expired` 400, `query_queue_full` 503 for a search in a large collection.
 */
export function* originOf(house: House, catalog: Catalog, file: ViewFile): Steps<FileOwner | undefined> {
  const source = sourceField(catalog, file)
  if (!source) return undefined
  const { collection, field } = source
  const { storage } = house
  const known = yield* take(readRecord(storage, storage.hot, collection, file.recordId))
  if (known && namesOf(shapeOf(collection), known).includes(file.name))
    return { collectionId: collection.id, recordId: file.recordId }
  const row = yield* take(findByFile(house, collection, field, file.name))
  return row && { collectionId: collection.id, recordId: String(row[0]) }
}

interface Source {
  readonly collection: Collection
  readonly field: ShapeField
}

function sourceField(catalog: Catalog, file: ViewFile): Source | undefined {
  let { view, field: name } = file
  for (let depth = 0; depth < DEEPEST; depth++) {
    const next = stepDown(catalog, view, name)
    if (!next) return undefined
    if (next.collection.type === 'view') {
      view = next.collection
      name = next.name
      continue
    }
    const field = shapeOf(next.collection).fileFields.find((one) => one.name === next.name)
    return field && { collection: next.collection, field }
  }
  return undefined
}

/** What the column of a view is a column of. */
function stepDown(
  catalog: Catalog,
  view: Collection,
  column: string,
): { readonly collection: Collection; readonly name: string } | undefined {
  try {
    const query = parseViewQuery(view.viewQuery ?? '')
    const reference = query.columns.find(({ alias }) => alias === column)?.reference
    const table = reference && sourceOf(query, reference.table)?.table
    const collection = table === undefined ? undefined : catalog.find(table)
    const field = collection?.fields.find(
      ({ name }) => name.toLowerCase() === reference?.column.toLowerCase(),
    )
    return collection && field && { collection, name: field.name }
  } catch (error) {
    // A view of an older data directory, with a query that we do not take any more.
    if (error instanceof TokenError) return undefined
    throw error
  }
}

/** May have to look at every record, so it is done where it holds nobody up. */
async function findByFile(
  { storage }: House,
  { name: table }: Collection,
  { name, type, field }: ShapeField,
  file: string,
): Promise<Cell[] | undefined> {
  const column = sql.ref(`${table}.${name}`)
  const item = sql.id('@item', 'value')
  const names =
    type.column(field.options) === 'list'
      ? sql`exists (select 1 from ${storage.sql.listItems(column)} as ${sql.id('@item')} where ${item} = ${''})`
      : sql`${column} = ${''}`
  const { sql: text } = sql`select ${sql.ref(`${table}.id`)} from ${sql.table(table)}
    where ${storage.sql.pace(table)} and ${names} limit 1`.compile(storage.cold)
  const rows = (await storage.attempt(text, [file])) ?? (await storage.heavy(text, [file]))
  return rows[0]
}
