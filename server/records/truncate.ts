import { sql } from 'kysely'
import { apiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import { deleteWithCascade } from './cascade.ts'
import { writableCollectionFor } from './collection-for.ts'
import type { House } from './house.ts'
import { inLongTransaction } from './long-transaction.ts'
import type { Ask } from './request.ts'
import { cellsOf, shapeOf } from './shape.ts'
import { SUPERUSERS } from '../collections/collection.ts'
import type { Work } from './work.ts'

const CHUNK = 500

/**
 * Delete all records of a collection with everything that hangs on them, in one transaction (contract data.md §2.7).
 * The caller has made sure that a superuser asks.
 *
 * Errors: `collection_not_found` 404, `view_read_only` 400, `cascade_refused` 400, `superuser_last` 400.
 */
export function truncateCollection(house: House, ask: Ask, nameOrId: string): Promise<void> {
  return inLongTransaction(house, ask, (work, catalog) =>
    empty(work, writableCollectionFor(catalog, nameOrId)),
  )
}

function* empty(work: Work, collection: Collection): Steps<void> {
  if (collection.name === SUPERUSERS) throw apiError('superuser_last', {})
  const shape = shapeOf(collection)
  const text = sql`select ${shape.columns} from ${shape.table} limit ${CHUNK}`.compile(
    work.house.storage.cold,
  )
  for (;;) {
    const rows = yield* take(work.tx.all(text.sql, [CHUNK]))
    if (rows.length === 0) return
    for (const row of rows) {
      const cells = cellsOf(shape, row)
      // A cascade of an earlier record of this chunk may have taken it along.
      const isThere = yield* take(work.tx.get(existsText(work, collection), [cells['id'] ?? null]))
      if (isThere) yield* deleteWithCascade(work, collection, cells)
    }
  }
}

function existsText(work: Work, collection: Collection): string {
  const { table } = shapeOf(collection)
  return sql`select 1 from ${table} where ${sql.id('id')} = ${''}`.compile(work.house.storage.cold).sql
}
