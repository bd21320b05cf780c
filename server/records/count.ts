import { type RawBuilder, sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import { andThen, isLate, type Now } from '../base/now.ts'
import type { Pieces } from '../rules/index.ts'
import type { Storage } from '../storage/dialect.ts'
import { boundedWhere, readBounded } from './bounded.ts'
import type { Listing } from './listing.ts'
import { joinsOf, statement, type Statement } from './plan.ts'
import { shapeOf } from './shape.ts'

/** A total, and at which state of the data it was right. */
interface Known {
  readonly stamp: string
  readonly total: Now<number>
}

const TOTALS = 1000
const totals = new WeakMap<Storage, LRUCache<string, Known>>()

/**
 * How many records a list has in all, exactly: by a statement on the loop while that is short, else in a process that
 * can be killed. A total is kept until anything is committed, so that who leafs through a list counts it once.
 *
 * Errors: `query_expired` 400, `query_queue_full` 503.
 */
export function countRecords(listing: Listing): Now<number> {
  const { house, ask, plan } = listing
  const { storage } = house
  const asked = statement(storage, plan, 'count', ask.context, (pieces) => countQuery(listing, pieces))
  const read = (): Now<number> => andThen(readBounded(storage, plan, asked), ([row]) => Number(row?.[0] ?? 0))
  const stamp = storage.stamp()
  return stamp === undefined ? read() : recall(storage, asked, stamp, read)
}

function countQuery({ house, catalog, collection }: Listing, pieces: Pieces): RawBuilder<unknown> {
  const { table } = shapeOf(collection)
  // The number of all rows is kept in the pages of the smallest index: no row has to be looked at.
  if (!pieces.where && pieces.joins.length === 0) return sql`select count(*) from ${table}`
  const what = pieces.needsDistinct ? sql`count(distinct ${sql.ref(`${collection.name}.id`)})` : sql`count(*)`
  return sql`select ${what} from ${table}${joinsOf(pieces)}${boundedWhere(house.storage, catalog, collection, pieces)}`
}

/** Who asks while a total is being counted waits for the same one: nothing was committed since it was begun. */
function recall(
  storage: Storage,
  { sql: text, params }: Statement,
  stamp: string,
  read: () => Now<number>,
): Now<number> {
  let kept = totals.get(storage)
  if (!kept) totals.set(storage, (kept = new LRUCache({ max: TOTALS })))
  const key = `${text}\n${JSON.stringify(params)}`
  const known = kept.get(key)
  if (known?.stamp === stamp) return known.total
  const total = read()
  const entry: Known = { stamp, total }
  kept.set(key, entry)
  return isLate(total) ? settle(storage, kept, key, entry, total) : total
}

/** A total that came late is right for the state before only if nothing was committed on the way. */
async function settle(
  storage: Storage,
  kept: LRUCache<string, Known>,
  key: string,
  entry: Known,
  late: Promise<number>,
): Promise<number> {
  let settled: Known | undefined
  try {
    const total = await late
    if (storage.stamp() === entry.stamp) settled = { stamp: entry.stamp, total }
    return total
  } finally {
    if (kept.get(key) === entry) {
      if (settled) kept.set(key, settled)
      else kept.delete(key)
    }
  }
}
