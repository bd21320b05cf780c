/** Readers of the change log that must not lose anything: their places are kept, and the log waits for them. */
import { andThen, type Now } from '../base/now.ts'
import type { Reader, Writer } from './dialect.ts'

/** Where a reader stands. */
export interface LogReader {
  readonly name: string
  /** The change that was read last. */
  readonly seq: number
  /** When changes were forgotten that it had not read (milliseconds since 1970); null for never. */
  readonly missedAt: number | null
}

const allSql = 'SELECT name, seq, "missedAt" FROM "_dapur_logReaders" ORDER BY name'
const oldestSql = 'SELECT min(seq) FROM "_dapur_logReaders"'
const putSql = `INSERT INTO "_dapur_logReaders" (name, seq, "missedAt") VALUES (?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET seq = excluded.seq, "missedAt" = excluded."missedAt"`
const removeSql = 'DELETE FROM "_dapur_logReaders" WHERE name = ?'

export function allLogReaders(reader: Reader): Now<LogReader[]> {
  return andThen(reader.all(allSql, []), (rows) =>
    rows.map(([name, seq, missedAt]) => ({
      name: String(name),
      seq: Number(seq),
      missedAt: typeof missedAt === 'number' ? missedAt : null,
    })),
  )
}

/** The last change that all of them have read; undefined when there are none. */
export function readByAll(reader: Reader): Now<number | undefined> {
  return andThen(reader.get(oldestSql, []), (row) => (typeof row?.[0] === 'number' ? row[0] : undefined))
}

/**
 * Write down where a reader stands, in the transaction in which it makes something of what it read.
 *
 * @example yield* take(putLogReader(tx, { name: 'webhook:w1', seq: 120, missedAt: null }))
 */
export function putLogReader(tx: Writer, { name, seq, missedAt }: LogReader): Now<unknown> {
  return tx.run(putSql, [name, seq, missedAt])
}

export function removeLogReader(tx: Writer, name: string): Now<unknown> {
  return tx.run(removeSql, [name])
}
