import { type RawBuilder, sql } from 'kysely'
import { andThen, type Now } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import type { Pieces } from '../rules/index.ts'
import type { Cell, Storage } from '../storage/dialect.ts'
import { isCostlyLike } from './like-reach.ts'
import type { Plan, Statement } from './plan.ts'

/**
 * Read what a client's filter asks for: on the loop while that is short, else in a process that can be killed.
 *
 * Errors: `query_expired` 400, `query_too_large` 400, `query_queue_full` 503.
 */
export function readBounded(
  storage: Storage,
  { likes }: Plan,
  { sql: text, params }: Statement,
): Now<Cell[][]> {
  if (isCostlyLike(likes, params)) return storage.heavy(text, params)
  return andThen(storage.attempt(text, params), (rows) => rows ?? storage.heavy(text, params))
}

/** `WHERE …` of a plan and of what the verb adds, with the conditions by which `readBounded` sees how far it is. */
export function boundedWhere(
  storage: Storage,
  catalog: Catalog,
  collection: Collection,
  pieces: Pieces,
  ...more: RawBuilder<unknown>[]
): RawBuilder<unknown> {
  // In front of everything: a database that tests in this order counts what the other conditions refuse, too.
  const base = storage.sql.pace(hasRowNumbers(collection) ? collection.name : undefined)
  const joined = joinedTables(storage, catalog, pieces).map((alias) => storage.sql.pace(alias))
  const asked = pieces.where ? [sql`(${pieces.where})`] : []
  return sql` where ${sql.join([base, ...joined, ...asked, ...more], sql` and `)}`
}

/** The aliases of the joined collections whose rows have numbers: the items of a list and views have none. */
function joinedTables(storage: Storage, catalog: Catalog, { joins }: Pieces): string[] {
  return joins.flatMap((join) => {
    const [, table = '', alias = ''] =
      /^LEFT JOIN "(\w+)" AS "(@\d+)" ON /.exec(join.compile(storage.cold).sql) ?? []
    const collection = catalog.find(table)
    return collection && hasRowNumbers(collection) ? [alias] : []
  })
}

function hasRowNumbers({ type }: Collection): boolean {
  return type !== 'view'
}
