import { sql } from 'kysely'
import { apiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import type { Cell } from '../storage/dialect.ts'
import { dropDeed, unsetDeed } from './cascade-deeds.ts'
import type { CascadeHooks } from './cascade-hooks.ts'
import { dropRecord, unsetReference, without } from './cascade-steps.ts'
import type { Cells } from './change.ts'
import { readRecord } from './find.ts'
import { NeedsOwnTransaction } from './long-transaction.ts'
import { type Reference, referencesTo } from './references.ts'
import { cellsOf, valuesOf } from './shape.ts'
import type { Work } from './work.ts'
import type { Written } from './written.ts'

/** How long a cascade may get before it wants a transaction of its own. */
export const SHORT_CASCADE = 1000

/** How a cascade goes about it. */
export interface CascadeOptions {
  /** The most records that it may touch; any number unless said. */
  readonly limit?: number
  /** Own code around what happens to records that hang on the deleted one. */
  readonly hooks?: CascadeHooks | undefined
}

/**
 * Delete a record and what hangs on it (contract data.md §4.8): records whose cascading relation it was, and its id in
 * all other relations. What hangs on the first collection by name comes first, down to its end. Works through a list, so
 * that a chain of any length fits the stack.
 *
 * Errors: `cascade_refused` 400 when a required relation would be left empty; `NeedsOwnTransaction` past `limit`; what
 * hooks throw.
 */
export function* deleteWithCascade(
  work: Work,
  { collection, cells }: Written,
  { limit = Infinity, hooks }: CascadeOptions = {},
): Steps<void> {
  const cascade: Cascade = { work, limit, hooks, tasks: [], doomed: new Set(), touched: 0 }
  cascade.doomed.add(keyOf(collection, cells))
  yield* dropRecord(work, collection, cells)
  releaseAll(cascade, collection, cells)
  for (;;) {
    const task = cascade.tasks.pop()
    if (!task) return
    yield* take(work.pause())
    if ('cells' in task) yield* drop(cascade, task)
    else yield* release(cascade, task)
  }
}

interface Cascade {
  readonly work: Work
  readonly limit: number
  readonly hooks: CascadeHooks | undefined
  /** What is still to be done, the next thing last. */
  readonly tasks: (Written | Release)[]
  /** What is deleted or about to be. */
  readonly doomed: Set<string>
  touched: number
}

/** An id has to be taken out of a relation field. */
interface Release {
  readonly reference: Reference
  readonly id: string
}

function doom(cascade: Cascade, collection: Collection, records: readonly Cells[]): void {
  // One by one: they may be more than a call takes arguments. The first of them comes last, to be taken first.
  for (const cells of records.toReversed()) {
    cascade.doomed.add(keyOf(collection, cells))
    cascade.tasks.push({ collection, cells })
  }
}

function keyOf(collection: Collection, cells: Cells): string {
  return `${collection.id} ${cells['id']}`
}

function touch(cascade: Cascade): void {
  if (++cascade.touched > cascade.limit) throw new NeedsOwnTransaction('the cascade is long')
}

function releaseAll({ work, tasks }: Cascade, collection: Collection, cells: Cells): void {
  const id = String(cells['id'])
  tasks.push(
    ...referencesTo(work.catalog, collection)
      .toReversed()
      .map((reference) => ({ reference, id })),
  )
}

function* drop(cascade: Cascade, { collection, cells }: Written): Steps<void> {
  const { work, hooks } = cascade
  touch(cascade)
  const record = yield* asItIsNow(cascade, collection, cells)
  // Own code has deleted it, and what hung on it.
  if (!record) return
  if (hooks?.standAround('record.delete', collection))
    yield* take(hooks.perform(dropDeed(hooks.requester, collection, String(record['id']))))
  else yield* dropRecord(work, collection, record)
  releaseAll(cascade, collection, record)
}

/** Own code may have changed what was read before. */
function* asItIsNow(
  { work, hooks }: Cascade,
  collection: Collection,
  cells: Cells,
): Steps<Cells | undefined> {
  if (!hooks) return cells
  return yield* take(readRecord(work.house.storage, work.tx, collection, String(cells['id'])))
}

/** Take an id out of the records that hold it, or doom them. */
function* release(cascade: Cascade, { reference, id }: Release): Steps<void> {
  const { collection } = reference.shape
  const doomed: Cells[] = []
  for (const row of yield* holders(cascade, reference, id)) {
    yield* take(cascade.work.pause())
    const read = cellsOf(reference.shape, row)
    if (cascade.doomed.has(keyOf(collection, read))) continue
    const cells = yield* asItIsNow(cascade, collection, read)
    if (cells && (yield* unset(cascade, reference, cells, id))) doomed.push(cells)
  }
  doom(cascade, collection, doomed)
}

/** Take an id out of one record; tells whether the record has to be deleted instead. */
function* unset(cascade: Cascade, reference: Reference, cells: Cells, id: string): Steps<boolean> {
  const { work, hooks } = cascade
  const { shape, field, cascades } = reference
  const value = valuesOf(shape, cells)[field.name]
  const isEmpty = field.type.isEmpty(without(value, id))
  if (isEmpty && cascades) return true
  if (isEmpty && field.field.required)
    throw apiError('cascade_refused', { collection: shape.collection.name })
  touch(cascade)
  if (hooks?.standAround('record.update', shape.collection))
    yield* take(hooks.perform(unsetDeed(hooks.requester, reference, String(cells['id']), id)))
  else yield* unsetReference(work, reference, cells, id)
  return false
}

/** The records that hold an id; one more than may be touched is enough to know that they are too many. */
function* holders(
  { work, limit, touched }: Cascade,
  { shape, field, isMultiple }: Reference,
  id: string,
): Steps<Cell[][]> {
  const { storage } = work.house
  const column = sql.ref(`${shape.collection.name}.${field.name}`)
  const holds = isMultiple
    ? sql`exists (select 1 from ${storage.sql.listItems(column)} as ${sql.id('@item')} where ${sql.id('@item', 'value')} = ${''})`
    : sql`${column} = ${''}`
  const select = sql`select ${shape.columns} from ${shape.table} where ${holds}`
  if (limit === Infinity) return yield* take(work.tx.all(select.compile(storage.cold).sql, [id]))
  const text = sql`${select} limit ${0}`.compile(storage.cold).sql
  const rows = yield* take(work.tx.all(text, [id, limit + 1]))
  if (touched + rows.length > limit) throw new NeedsOwnTransaction('the cascade is long')
  return rows
}
