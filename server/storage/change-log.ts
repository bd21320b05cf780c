/** The change log: every committed create, update and delete, under a number that only grows. */
import { andThen, type Now, type Steps, take } from '../base/now.ts'
import type { Cell, Reader, Writer } from './dialect.ts'

/** What is remembered of a change; `seq` is its place in the order of commits. */
export interface LoggedChange {
  readonly seq: number
  /** The collection's id. */
  readonly collection: string
  /** The record's id; empty where the collection itself was defined anew. */
  readonly record: string
  readonly action: 'create' | 'update' | 'delete' | 'define'
  /** Who did it, as `collectionId:recordId`; empty or null for a guest or the server itself. */
  readonly actor: string | null
  /** The row before an update or a delete as JSON, hidden fields included; null for a create. */
  readonly before: string | null
  /** When, as the wire writes it. */
  readonly at: string
}

const columns = 'seq, collection, record, action, actor, "before", at'
const appendSql =
  'INSERT INTO _dapur_changes (collection, record, action, actor, "before", at) VALUES (?, ?, ?, ?, ?, ?) RETURNING seq'
const defineSql =
  "INSERT INTO _dapur_changes (collection, record, action, actor, \"before\", at) VALUES (?, '', 'define', NULL, NULL, ?)"
const tailSql = `SELECT ${columns} FROM _dapur_changes WHERE seq > ? ORDER BY seq LIMIT ?`
const endSql = 'SELECT max(seq) FROM _dapur_changes'
const prunedSql = 'SELECT seq FROM _dapur_pruned'
const oldestSql = 'SELECT seq, collection, at FROM _dapur_changes WHERE seq > ? ORDER BY seq LIMIT ?'

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
 * Write down, in the transaction of a schema change, that a collection means something else from here on: what was
 * logged before was written under other rules and fields.
 *
 * @example await appendDefinition(tx, { collection: 'pbc_1', at })
 */
export function appendDefinition(
  tx: { run(sql: string, params: readonly Cell[]): Now<{ readonly changes: number }> },
  { collection, at }: Pick<LoggedChange, 'collection' | 'at'>,
): Now<void> {
  return andThen(tx.run(defineSql, [collection, at]), () => undefined)
}

/**
 * The changes after `since`, oldest first.
 *
 * @example tailChanges(storage.hot, lastSeen, 500)
 */
export function tailChanges(reader: Reader, since: number, limit: number): Now<LoggedChange[]> {
  return andThen(reader.all(tailSql, [since, limit]), (rows) => rows.map(fromRow))
}

/** Which part of the log is there: every change after `pruned`, up to `end`. */
export interface LogReach {
  readonly pruned: number
  readonly end: number
}

/**
 * How far the log reaches, in both directions. Collections with a history keep rows before `pruned`, too.
 *
 * @example const { pruned, end } = yield* take(readReach(storage.hot))
 */
export function readReach(reader: Reader): Now<LogReach> {
  return andThen(reader.get(prunedSql, []), (pruned) =>
    andThen(reader.get(endSql, []), (end) => {
      const start = Number(pruned?.[0] ?? 0)
      // A log that was pruned to nothing ends where it was pruned to.
      return { pruned: start, end: Math.max(start, Number(end?.[0] ?? 0)) }
    }),
  )
}

/** What to forget. */
export interface Pruning {
  /** Changes before this time, as the wire writes it. */
  readonly olderThan: string
  /** And all but so many of the newest. */
  readonly keep: number
  /** Nothing after this number, whatever the rest says: a reader has not come further. */
  readonly upTo?: number | undefined
  /** The most rows to look at in one go; the rest is for the next time. */
  readonly limit: number
  /** The ids of collections whose changes stay: those with a history. */
  readonly except: ReadonlySet<string>
}

/**
 * Forget old changes; answers how many rows were looked at and are behind the log now: fewer than `limit` when nothing
 * is left to do. Numbers are never given again, even when all are gone (AUTOINCREMENT).
 *
 * @example await storage.write((tx) => steps(() => pruneChanges(tx, { olderThan, keep: 1_000_000, limit: 1000, except })))
 */
export function* pruneChanges(
  tx: Writer,
  { olderThan, keep, upTo = Infinity, limit, except }: Pruning,
): Steps<number> {
  const { pruned, end } = yield* take(readReach(tx))
  const rows = yield* take(tx.all(oldestSql, [pruned, limit]))
  const isKeptAt = (seq: number, at: string): boolean => seq > upTo || (seq > end - keep && at >= olderThan)
  const firstKept = rows.findIndex(([seq, , at]) => isKeptAt(Number(seq), String(at)))
  const old = firstKept < 0 ? rows : rows.slice(0, firstKept)
  const last = Number(old.at(-1)?.[0] ?? pruned)
  if (last === pruned) return 0
  const kept = [...new Set(old.map(([, collection]) => String(collection)))].filter((id) => except.has(id))
  const isKept = kept.length === 0 ? '' : ` AND collection NOT IN (${kept.map(() => '?').join(', ')})`
  yield* take(
    tx.run(`DELETE FROM _dapur_changes WHERE seq > ? AND seq <= ?${isKept}`, [pruned, last, ...kept]),
  )
  yield* take(tx.run('UPDATE _dapur_pruned SET seq = ?', [last]))
  return old.length
}

/** A row that was read as `seq, collection, record, action, actor, "before", at`. */
export function fromRow([seq, collection, record, action, actor, before, at]: Cell[]): LoggedChange {
  return {
    seq: Number(seq),
    collection: String(collection),
    record: String(record),
    action: actionOf(action),
    actor: actor === null ? null : String(actor),
    before: before === null ? null : String(before),
    at: String(at),
  }
}

function actionOf(text: Cell | undefined): LoggedChange['action'] {
  if (text === 'create' || text === 'update' || text === 'define') return text
  return 'delete'
}
