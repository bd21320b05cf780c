/** The change log: every committed create, update and delete, under a number that only grows. */
import { andThen, type Now } from '../base/now.ts'
import type { Cell, Reader, Writer } from './dialect.ts'

/** What is remembered of a change; `seq` is its place in the order of commits. */
export interface LoggedChange {
  readonly seq: number
  /** The collection's id. */
  readonly collection: string
  /** The record's id. */
  readonly record: string
  readonly action: 'create' | 'update' | 'delete'
  /** Who did it, as `collectionId/recordId`; null for a guest or the server itself. */
  readonly actor: string | null
  /** The row before an update or a delete as JSON, hidden fields included; null for a create. */
  readonly before: string | null
  /** When, as the wire writes it. */
  readonly at: string
}

const appendSql =
  'INSERT INTO _dapur_changes (collection, record, action, actor, "before", at) VALUES (?, ?, ?, ?, ?, ?) RETURNING seq'
const tailSql =
  'SELECT seq, collection, record, action, actor, "before", at FROM _dapur_changes WHERE seq > ? ORDER BY seq LIMIT ?'
const lastSql = 'SELECT max(seq) FROM _dapur_changes'
const firstKeptSql = 'SELECT seq FROM _dapur_changes WHERE at >= ? ORDER BY seq LIMIT 1'
const pruneSql =
  'DELETE FROM _dapur_changes WHERE seq IN (SELECT seq FROM _dapur_changes WHERE seq <= ? ORDER BY seq LIMIT ?)'

/**
 * Write a change into the transaction that makes it; answers its `seq`.
 *
 * @example appendChange(tx, { collection: 'pbc_1', record: 'r1', action: 'create', actor: null, before: null, at })
 */
export function appendChange(tx: Writer, change: Omit<LoggedChange, 'seq'>): Now<number> {
  const { collection, record, action, actor, before, at } = change
  return andThen(tx.get(appendSql, [collection, record, action, actor, before, at]), (row) =>
    Number(row?.[0]),
  )
}

/**
 * The changes after `since`, oldest first.
 *
 * @example tailChanges(storage.hot, lastSeen, 500)
 */
export function tailChanges(reader: Reader, since: number, limit: number): Now<LoggedChange[]> {
  return andThen(reader.all(tailSql, [since, limit]), (rows) => rows.map(fromRow))
}

/** What to forget. */
export interface Pruning {
  /** Changes before this time, as the wire writes it. */
  readonly olderThan: string
  /** And all but so many of the newest. */
  readonly keep: number
  /** The most rows to delete in one go; the rest is for the next time. */
  readonly limit: number
}

/**
 * Forget old changes; answers how many. Numbers are never given again, even when all are gone (AUTOINCREMENT).
 *
 * @example await storage.write((tx) => pruneChanges(tx, { olderThan, keep: 1_000_000, limit: 1000 }))
 */
export function pruneChanges(tx: Writer, { olderThan, keep, limit }: Pruning): Now<number> {
  return andThen(tx.get(lastSql, []), (lastRow) =>
    andThen(tx.get(firstKeptSql, [olderThan]), (firstRow) => {
      const last = Number(lastRow?.[0] ?? 0)
      const end = Math.max(firstRow ? Number(firstRow[0]) - 1 : last, last - keep)
      return andThen(tx.run(pruneSql, [end, limit]), ({ changes }) => changes)
    }),
  )
}

function fromRow([seq, collection, record, action, actor, before, at]: Cell[]): LoggedChange {
  return {
    seq: Number(seq),
    collection: String(collection),
    record: String(record),
    action: action === 'create' || action === 'update' ? action : 'delete',
    actor: actor === null ? null : String(actor),
    before: before === null ? null : String(before),
    at: String(at),
  }
}
