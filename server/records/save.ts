import { sql } from 'kysely'
import { apiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import { problem, type ProblemTree } from '../base/problem.ts'
import type { Collection } from '../collections/collection.ts'
import { appendChange } from '../storage/change-log.ts'
import type { Cell, Storage } from '../storage/dialect.ts'
import { bumpVersion } from '../storage/versions.ts'
import type { Cells, Change } from './change.ts'
import { discardFiles } from './discard-files.ts'
import type { Shape } from './shape.ts'
import type { Work } from './work.ts'

/*
 * The last step of every write: one statement for the record, one for the change log, and the promise to tell
 * the listeners when both are committed.
 */

const texts = new WeakMap<Collection, Map<string, string>>()

function textOf(shape: Shape, key: string, make: () => { sql: string }): string {
  let known = texts.get(shape.collection)
  if (!known) texts.set(shape.collection, (known = new Map()))
  let text = known.get(key)
  if (text === undefined) known.set(key, (text = make().sql))
  return text
}

/** Insert a record. Errors: `validation_failed` 400 with `validation_not_unique` under each field of a unique index. */
export function* insertCells(work: Work, shape: Shape, cells: Cells): Steps<void> {
  const names = shape.fields.map(({ name }) => name)
  const text = textOf(shape, 'insert', () => {
    const columns = sql.join(names.map((name) => sql.id(name)))
    return sql`insert into ${shape.table} (${columns}) values (${sql.join(names.map(() => sql`${''}`))})`.compile(
      work.house.storage.cold,
    )
  })
  yield* run(
    work,
    text,
    names.map((name) => cells[name] ?? null),
  )
  yield* tell(work, {
    action: 'create',
    collection: shape.collection,
    recordId: String(cells['id']),
    before: undefined,
    after: cells,
  })
}

/** Store the cells that differ from what was there; the rest of the row stays as it is. */
export function* updateCells(work: Work, shape: Shape, before: Cells, after: Cells): Steps<void> {
  const names = shape.fields.map(({ name }) => name).filter((name) => before[name] !== after[name])
  const id = String(before['id'])
  if (names.length > 0) {
    const text = textOf(shape, `update ${names.join()}`, () => {
      const sets = sql.join(names.map((name) => sql`${sql.id(name)} = ${''}`))
      return sql`update ${shape.table} set ${sets} where ${sql.id('id')} = ${''}`.compile(
        work.house.storage.cold,
      )
    })
    yield* run(work, text, [...names.map((name) => after[name] ?? null), id])
  }
  yield* discardFiles(work, shape, before, after)
  yield* tell(work, { action: 'update', collection: shape.collection, recordId: id, before, after })
}

/** Delete a record, and nothing else: `cascade.ts` sees to what points to it. */
export function* deleteCells(work: Work, shape: Shape, before: Cells): Steps<void> {
  const id = String(before['id'])
  const text = textOf(shape, 'delete', () =>
    sql`delete from ${shape.table} where ${sql.id('id')} = ${''}`.compile(work.house.storage.cold),
  )
  for (const step of work.house.onDelete) yield* step(work, { collection: shape.collection, cells: before })
  yield* run(work, text, [id])
  yield* discardFiles(work, shape, before, undefined)
  yield* tell(work, {
    action: 'delete',
    collection: shape.collection,
    recordId: id,
    before,
    after: undefined,
  })
}

function* run(work: Work, text: string, params: readonly Cell[]): Steps<void> {
  try {
    yield* take(work.tx.run(text, params))
  } catch (error) {
    throw uniqueError(work.house.storage, error) ?? error
  }
}

function uniqueError(storage: Storage, error: unknown): Error | undefined {
  const clash = storage.sql.readError(error)
  if (clash?.kind !== 'unique') return undefined
  const data: ProblemTree = {}
  for (const column of clash.columns) {
    data[column] = problem(
      'validation_not_unique',
      'Another record has this value already; it has to be unique.',
    )
  }
  return apiError('validation_failed', {}, { cause: error, data })
}

function* tell(work: Work, change: Omit<Change, 'seq'>): Steps<void> {
  const { house, tx } = work
  // Tokens and actors are kept in memory, by other processes too: they have to hear of it.
  if (change.collection.type === 'auth' && change.action !== 'create') yield* take(bumpVersion(tx, 'tokens'))
  const seq = yield* take(
    appendChange(tx, {
      collection: change.collection.id,
      record: change.recordId,
      action: change.action,
      actor: work.actorName,
      before: change.before ? JSON.stringify(change.before) : null,
      at: work.now,
    }),
  )
  const { onCommit, afterCommit } = house.changes
  const known: Change = { ...change, seq }
  if (onCommit.size > 0) tx.onCommit(() => onCommit.forEach((listen) => listen(known)))
  if (afterCommit.size > 0) tx.afterCommit(() => afterCommit.forEach((listen) => listen(known)))
}
