import { formatTime } from '../../base/clock.ts'
import { newRecordId } from '../../base/id.ts'
import type { Cell } from '../../storage/dialect.ts'

/** Contract services.md §6.1. */
export const logLevels = { debug: -4, info: 0, warn: 4, error: 8 } as const

export type LogLevelName = keyof typeof logLevels

/** What becomes a row of the logs. It is put into words when it is written, not while somebody waits for an answer. */
export interface LogEntry {
  /** In ms since 1970. */
  readonly at: number
  readonly level: number
  /** About how many bytes of memory it holds. */
  readonly size: number
  /** `data` is a JSON object. */
  describe(): { readonly message: string; readonly data: string }
}

/** In this order they are inserted. */
export const logColumns = ['id', 'level', 'message', 'data', 'created'] as const

/** The row of an entry, by `logColumns`. */
export function logRow(entry: LogEntry): Cell[] {
  const { message, data } = entry.describe()
  return [newRecordId(entry.at), entry.level, message, data, formatTime(entry.at)]
}

/** No more than so many characters, with the dots that say so. */
export function cutText(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}...`.toWellFormed() : text
}
