import { sql } from 'kysely'
import { type Steps, take } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import type { Cells } from '../records/change.ts'
import { cellsFrom, completeValues } from '../records/check.ts'
import { readRecord } from '../records/find.ts'
import { deleteCells, insertCells, updateCells } from '../records/save.ts'
import { cellsOf, emptyValues, shapeOf, valuesOf } from '../records/shape.ts'
import type { Work } from '../records/work.ts'
import { text } from './record-actor.ts'

/*
 * Rows of the system collections that belong to an account: `_mfas`, `_otps`, `_authOrigins` (contract services.md
 * §2.11). They are records like any other, with their places in the change log; no rule and no hook stands before what
 * the house itself does with them.
 */

/** Whose they are: the id of the collection, and that of the record. */
export interface Owner {
  readonly collectionRef: string
  readonly recordRef: string
}

/** @example ownedBy(work, '_otps', ownerOf(users, record)) */
export function ownerOf(collection: Collection, record: Cells): Owner {
  return { collectionRef: collection.id, recordRef: text(record, 'id') }
}

/** There is no Dapur without these. Errors: a plain Error. */
export function systemCollection(catalog: Catalog, name: string): Collection {
  const collection = catalog.find(name)
  if (!collection) throw new Error(`the system collection "${name}" is missing`)
  return collection
}

/** One row by its id. */
export function readOwned(work: Work, name: string, id: string): Steps<Cells | undefined> {
  return take(readRecord(work.house.storage, work.tx, systemCollection(work.catalog, name), id))
}

/** All rows of an account, the oldest first. */
export function* ownedBy(work: Work, name: string, { collectionRef, recordRef }: Owner): Steps<Cells[]> {
  const shape = shapeOf(systemCollection(work.catalog, name))
  const query = sql`select ${shape.columns} from ${shape.table} where ${sql.id('collectionRef')} = ${''} and ${sql.id('recordRef')} = ${''} order by ${sql.id('created')}, ${work.house.storage.sql.insertionOrder(name)}`
  const rows = yield* take(
    work.tx.all(query.compile(work.house.storage.cold).sql, [collectionRef, recordRef]),
  )
  return rows.map((row) => cellsOf(shape, row))
}

/** Add a row. Values are those of the fields; what is not given is empty, or made as for any record. */
export function* insertOwned(
  work: Work,
  name: string,
  given: Readonly<Record<string, unknown>>,
): Steps<Cells> {
  const shape = shapeOf(systemCollection(work.catalog, name))
  const values = Object.assign(emptyValues(shape), given)
  completeValues(work, shape, { verb: 'create', values })
  const cells = cellsFrom(shape, values)
  yield* insertCells(work, shape, cells)
  return cells
}

/** Change a row, also by nothing but the time of its last change. */
export function* updateOwned(
  work: Work,
  name: string,
  before: Cells,
  changes: Readonly<Record<string, unknown>> = {},
): Steps<void> {
  const shape = shapeOf(systemCollection(work.catalog, name))
  const values = Object.assign(valuesOf(shape, before), changes)
  completeValues(work, shape, { verb: 'update', values })
  yield* updateCells(work, shape, before, cellsFrom(shape, values))
}

/**
 * Take a row away; says whether it was still there. Of any number who spend the same row one gets `true`: the count of
 * deleted rows decides, not what was read before (`reliability.md` A7).
 */
export function* spendOwned(work: Work, name: string, cells: Cells): Steps<boolean> {
  const shape = shapeOf(systemCollection(work.catalog, name))
  const query = sql`delete from ${shape.table} where ${sql.id('id')} = ${''}`
  const { changes } = yield* take(
    work.tx.run(query.compile(work.house.storage.cold).sql, [text(cells, 'id')]),
  )
  if (changes === 0) return false
  // What a delete of a record tells others; the row itself is gone already.
  yield* deleteCells(work, shape, cells)
  return true
}

/** When a row was made, in milliseconds since 1970. */
export function createdAt(row: Cells): number {
  return Date.parse(text(row, 'created'))
}
