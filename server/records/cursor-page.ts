import { type RawBuilder, sql } from 'kysely'
import { andThen, type Now } from '../base/now.ts'
import type { Pieces } from '../rules/index.ts'
import type { Cell } from '../storage/dialect.ts'
import type { Row } from './bare.ts'
import { boundedWhere, readBounded } from './bounded.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { behind, type Key, keysOf, nullsOf, orderOf } from './keyset.ts'
import type { Listing } from './listing.ts'
import { writeRows } from './output.ts'
import { Given, joinsOf, type Plan, statement } from './plan.ts'
import { shapeOf } from './shape.ts'

/**
 * The page behind a cursor, or the first one for an empty cursor. Rows that are written meanwhile neither shift the
 * pages nor show up twice, and a page costs the same wherever it is.
 *
 * Errors: `cursor_broken` 400.
 */
export function cursorPage(listing: Listing, cursor: string): Now<string> {
  const { collection, query } = listing
  const keys = keysFor(listing)
  const values = cursor === '' ? [] : readCursor(listing, cursor)
  return andThen(readPage(listing, keys, values), (found) => {
    const rows = found.slice(0, query.perPage)
    const last = rows.at(-1)
    const next = found.length > rows.length && last ? writeCursor(listing, last.slice(-keys.length)) : null
    return andThen(writeRows(listing, collection, rows), (texts) => pageText(listing, texts, next))
  })
}

const kept = new WeakMap<Plan, readonly Key[]>()

function keysFor({ house, collection, plan, query }: Listing): readonly Key[] {
  const known = kept.get(plan)
  if (known) return known
  const keys = keysOf(house.storage, collection, query.sort)
  kept.set(plan, keys)
  return keys
}

function readPage(listing: Listing, keys: readonly Key[], values: readonly Cell[]): Now<Row[]> {
  const { house, ask, plan, query } = listing
  const read = statement(
    house.storage,
    plan,
    `cursor ${nullsOf(values)}`,
    ask.context,
    (pieces) => pageQuery(listing, pieces, keys, values),
    // One more than is shown tells whether there is a next page.
    [query.perPage + 1, ...values],
  )
  return readBounded(house.storage, plan, read)
}

function pageQuery(
  { house, catalog, collection }: Listing,
  pieces: Pieces,
  keys: readonly Key[],
  values: readonly Cell[],
): RawBuilder<unknown> {
  const shape = shapeOf(collection)
  const distinct = pieces.needsDistinct ? sql`distinct ` : sql``
  const columns = sql.join([shape.columns, ...keys.map(({ column }) => column)])
  const rest = values.length === 0 ? [] : [behind(keys, values, 1)]
  const where = boundedWhere(house.storage, catalog, collection, pieces, ...rest)
  return sql`select ${distinct}${columns} from ${shape.table}${joinsOf(pieces)}${where} order by ${orderOf(keys)} limit +${new Given(0)}`
}

/** Pages of a cursor have no number: they are all the first, and the total is not counted. */
function pageText({ query }: Listing, items: readonly string[], next: string | null): string {
  return `{"items":[${items.join(',')}],"page":1,"perPage":${query.perPage},"totalItems":-1,"totalPages":-1,"nextCursor":${JSON.stringify(next)}}`
}
