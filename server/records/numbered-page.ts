import { type RawBuilder, sql } from 'kysely'
import { andThen, type Now, steps, type Steps, take } from '../base/now.ts'
import type { Pieces } from '../rules/index.ts'
import type { Row } from './bare.ts'
import { boundedWhere, readBounded } from './bounded.ts'
import { countRecords } from './count.ts'
import type { Listing, PageItems } from './listing.ts'
import { writeRows } from './output.ts'
import { Given, joinsOf, statement } from './plan.ts'
import { shapeOf } from './shape.ts'

/** The page of a number, with the total unless the client does without (contract data.md §1.8). */
export function numberedPage(listing: Listing): Now<string> {
  const rows = readPage(listing)
  if (!listing.query.skipTotal) return steps(() => withTotal(listing, rows))
  return andThen(rows, (found) =>
    andThen(writeRows(listing, listing.collection, found), (texts) => pageText(listing, texts, -1)),
  )
}

function* withTotal(listing: Listing, rows: Now<Row[]>): Steps<string> {
  const found = yield* take(rows)
  const total = yield* totalOf(listing, found.length)
  const texts = yield* take(writeRows(listing, listing.collection, found))
  return pageText(listing, texts, total)
}

/** The same page, item by item. */
export function numberedItems(listing: Listing): Now<PageItems> {
  return steps(() => itemsOf(listing))
}

function* itemsOf(listing: Listing): Steps<PageItems> {
  const { collection, query } = listing
  const rows = yield* take(readPage(listing))
  const total = query.skipTotal ? -1 : yield* totalOf(listing, rows.length)
  const texts = yield* take(writeRows(listing, collection, rows))
  const at = shapeOf(collection).byName.get('id')?.at ?? 0
  return { ids: rows.map((row) => String(row[at])), texts, total }
}

/** A page that is not full is the last one, and says by itself how many there are. */
function* totalOf(listing: Listing, found: number): Steps<number> {
  const { page, perPage } = listing.query
  const isLast = found < perPage && (found > 0 || page === 1)
  return isLast ? (page - 1) * perPage + found : yield* take(countRecords(listing))
}

function readPage(listing: Listing): Now<Row[]> {
  const { house, ask, plan, query } = listing
  const given = [query.perPage, query.perPage * (query.page - 1)]
  const build = (pieces: Pieces): RawBuilder<unknown> => pageQuery(listing, pieces)
  return readBounded(house.storage, plan, statement(house.storage, plan, 'list', ask.context, build, given))
}

function pageQuery({ house, catalog, collection }: Listing, pieces: Pieces): RawBuilder<unknown> {
  const shape = shapeOf(collection)
  const distinct = pieces.needsDistinct ? sql`distinct ` : sql``
  const where = boundedWhere(house.storage, catalog, collection, pieces)
  const order = pieces.orderBy.length === 0 ? sql`` : sql` order by ${sql.join(pieces.orderBy)}`
  return sql`select ${distinct}${shape.columns} from ${shape.table}${joinsOf(pieces)}${where}${order} limit +${new Given(0)} offset +${new Given(1)}`
}

function pageText({ query: { page, perPage } }: Listing, items: readonly string[], total: number): string {
  const pages = total < 0 ? -1 : Math.ceil(total / perPage)
  return `{"items":[${items.join(',')}],"page":${page},"perPage":${perPage},"totalItems":${total},"totalPages":${pages}}`
}
