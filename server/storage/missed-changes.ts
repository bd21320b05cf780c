/** The change log as somebody sees it who was away: by record, and the newest change of each alone. */
import { andThen, type Now } from '../base/now.ts'
import { fromRow, type LoggedChange } from './change-log.ts'
import type { Reader } from './dialect.ts'

const columns = 'seq, collection, record, action, actor, "before", at'
const isNewest =
  'NOT EXISTS (SELECT 1 FROM _dapur_changes l WHERE l.collection = c.collection AND l.record = c.record AND l.seq > c.seq)'
// The log is read along its numbers. By the index over collections it would have to be sorted as a whole.
const ofCollection = "c.collection || '' = ?"
const newestSql = `SELECT ${columns} FROM _dapur_changes c WHERE c.seq > ? AND c.seq <= ? AND ${ofCollection} AND c.record <> '' AND ${isNewest} ORDER BY c.seq LIMIT ?`
const newestOfOneSql = `SELECT ${columns} FROM _dapur_changes WHERE collection = ? AND record = ? ORDER BY seq DESC LIMIT 1`
const firstSql = `SELECT ${columns} FROM _dapur_changes WHERE collection = ? AND record = ? AND seq > ? ORDER BY seq LIMIT 1`
const lastOfOneSql = `SELECT ${columns} FROM _dapur_changes WHERE collection = ? AND record = ? AND seq > ? ORDER BY seq DESC LIMIT ?`
const deletedSql =
  "SELECT DISTINCT collection FROM _dapur_changes WHERE seq > ? AND seq <= ? AND action = 'delete'"

/** A stretch of the log: after the one number, up to the other. */
export interface Stretch {
  readonly after: number
  readonly upTo: number
}

/**
 * The changes of a stretch that are the newest of their record in the whole log, oldest first: each record once.
 *
 * @example yield* take(newestChanges(storage.hot, 'pbc_1', { after: 10, upTo: 2010, limit: 64 }))
 */
export function newestChanges(
  reader: Reader,
  collection: string,
  { after, upTo, limit }: Stretch & { readonly limit: number },
): Now<LoggedChange[]> {
  return andThen(reader.all(newestSql, [after, upTo, collection, limit]), (rows) => rows.map(fromRow))
}

/** Which record of the log is meant, and after which number. */
export interface Whose {
  readonly collection: string
  readonly record: string
  readonly after: number
}

/** The newest change of one record after a number. */
export function newestChange(
  reader: Reader,
  { collection, record, after }: Whose,
): Now<LoggedChange | undefined> {
  return andThen(reader.get(newestOfOneSql, [collection, record]), (row) => {
    const newest = row && fromRow(row)
    return newest && newest.seq > after ? newest : undefined
  })
}

/** The first change of one record after a number: its `before` is the record as it was at that number. */
export function firstChange(
  reader: Reader,
  { collection, record, after }: Whose,
): Now<LoggedChange | undefined> {
  return andThen(reader.get(firstSql, [collection, record, after]), (row) => row && fromRow(row))
}

/** The changes of one record after a number, newest first. */
export function changesOf(
  reader: Reader,
  { collection, record, after, limit }: Whose & { readonly limit: number },
): Now<LoggedChange[]> {
  return andThen(reader.all(lastOfOneSql, [collection, record, after, limit]), (rows) => rows.map(fromRow))
}

/** Was the collection itself defined anew after a number, its rules and fields with it? */
export function isDefinedAfter(reader: Reader, collection: string, after: number): Now<boolean> {
  return andThen(firstChange(reader, { collection, record: '', after }), (change) => change !== undefined)
}

/** The ids of the collections of which records were deleted in a stretch. */
export function deletedIn(reader: Reader, { after, upTo }: Stretch): Now<string[]> {
  return andThen(reader.all(deletedSql, [after, upTo]), (rows) => rows.map(([id]) => String(id)))
}
