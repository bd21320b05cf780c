import { sql } from 'kysely'
import { apiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import { type Collection, SUPERUSERS } from '../collections/collection.ts'
import { deleteWithCascade } from './cascade.ts'
import { meetsHooks } from './cascade-hooks.ts'
import type { Cells } from './change.ts'
import { writableCollectionFor } from './collection-for.ts'
import { deleteDeed } from './delete-deed.ts'
import { heldBy } from './held.ts'
import type { House } from './house.ts'
import { inLongTransaction } from './long-transaction.ts'
import type { Ask } from './request.ts'
import { cellsOf, shapeOf } from './shape.ts'
import type { Work } from './work.ts'
import { frameOf } from './write-hooked.ts'

const CHUNK = 500

/**
 * Delete all records of a collection with everything that hangs on them and all hooks, in one transaction (contract
 * data.md §2.7). The caller has made sure that a superuser asks.
 *
 * Errors: `collection_not_found` 404, `view_read_only` 400, `cascade_refused` 400, `superuser_last` 400; what hooks throw.
 */
export function truncateCollection(house: House, ask: Ask, nameOrId: string): Promise<void> {
  return inLongTransaction(house, frameOf(ask), (work, catalog) =>
    empty(work, ask, writableCollectionFor(catalog, nameOrId)),
  )
}

function* empty(work: Work, ask: Ask, collection: Collection): Steps<void> {
  if (collection.name === SUPERUSERS) throw apiError('superuser_last', {})
  const shape = shapeOf(collection)
  const text = sql`select ${shape.columns} from ${shape.table} limit ${CHUNK}`.compile(
    work.house.storage.cold,
  )
  const remove = removerOf(work, ask, collection)
  for (;;) {
    const rows = yield* take(work.tx.all(text.sql, [CHUNK]))
    if (rows.length === 0) return
    for (const row of rows) {
      const cells = cellsOf(shape, row)
      // A cascade of an earlier record of this chunk may have taken it along.
      const isThere = yield* take(work.tx.get(existsText(work, collection), [cells['id'] ?? null]))
      if (isThere) yield* remove(cells)
    }
  }
}

function removerOf(work: Work, ask: Ask, collection: Collection): (cells: Cells) => Steps<unknown> {
  const { house, catalog } = work
  const held = heldBy(house)
  const hasHooks =
    house.hooks.handlersOf('record.delete', collection).length > 0 || meetsHooks(house, catalog, collection)
  return held && hasHooks
    ? (cells) => take(held.perform(held, deleteDeed(ask, collection.id, String(cells['id']))))
    : (cells) => deleteWithCascade(work, { collection, cells })
}

function existsText(work: Work, collection: Collection): string {
  const { table } = shapeOf(collection)
  return sql`select 1 from ${table} where ${sql.id('id')} = ${''}`.compile(work.house.storage.cold).sql
}
