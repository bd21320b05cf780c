import type { Caller } from '../caller.ts'
import type { CallOptions } from '../query.ts'

/** What the console answers; `execTime` is in ms, and every value is a text or null. */
export interface SqlResult {
  execTime: number
  affectedRows: number
  columns: { name: string; type: string; nullable: boolean }[]
  rows: (string | null)[][]
}

/**
 * Runs SQL on the database (contract services.md §6.5), for superusers. No rule, no hook and no listener notices.
 *
 * Errors: an `ApiError` 400 with the words of the database.
 *
 * @example const { rows } = await runSql(dapur, 'SELECT count(*) FROM orders')
 */
export function runSql(client: Caller, query: string, options?: CallOptions): Promise<SqlResult> {
  return client.send({ method: 'POST', path: '/api/sql', ...options, body: { query } })
}
