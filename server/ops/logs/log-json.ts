import { type RawBuilder, sql } from 'kysely'
import type { Cell } from '../../storage/dialect.ts'

/** The columns of `logJson`, in its order. */
export const logSelection: RawBuilder<unknown> = sql`"id", "created", "data", "message", "level"`

/** One entry as the JSON text of contract data.md §8.6; its data are stored as the JSON that goes out. */
export function logJson([id, created, data, message, level]: readonly Cell[]): string {
  const text = JSON.stringify
  return `{"id":${text(id)},"created":${text(created)},"data":${dataText(data)},"message":${text(message)},"level":${Number(level)}}`
}

/** What another program has written there need not be JSON. */
function dataText(data: Cell | undefined): string {
  if (typeof data !== 'string') return '{}'
  try {
    JSON.parse(data)
    return data
  } catch {
    return JSON.stringify(data)
  }
}
