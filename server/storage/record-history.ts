/** The change log as the history of one record. */
import { andThen, type Now } from '../base/now.ts'
import { fromRow, type LoggedChange } from './change-log.ts'
import type { Reader } from './dialect.ts'

const historySql =
  'SELECT seq, collection, record, action, actor, "before", at FROM _dapur_changes WHERE collection = ? AND record = ? AND seq < ? ORDER BY seq DESC LIMIT ?'

/** A page of a history. */
export interface HistoryPage {
  /** Ids. */
  readonly collection: string
  readonly record: string
  /** Only changes before this number. */
  readonly before: number
  readonly limit: number
}

/**
 * The changes of one record, newest first.
 *
 * @example readHistory(storage.hot, { collection: 'pbc_1', record: 'r1', before: Number.MAX_SAFE_INTEGER, limit: 30 })
 */
export function readHistory(
  reader: Reader,
  { collection, record, before, limit }: HistoryPage,
): Now<LoggedChange[]> {
  return andThen(reader.all(historySql, [collection, record, before, limit]), (rows) => rows.map(fromRow))
}
