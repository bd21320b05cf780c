import { ApiError, apiError } from '../base/error.ts'
import { problem, required } from '../base/problem.ts'
import { readSubmitted } from '../collections/submitted.ts'
import type { House } from '../records/house.ts'
import type { ConsoleAnswer } from '../storage/dialect.ts'

const MAX_QUERY = 5000
const MAX_ROWS = 1000
/** Milliseconds. */
const DEADLINE = 180_000

/** What begins like this is a write (contract data.md §8.1). */
const WRITE = /^(?:INSERT|CREATE|UPDATE|DELETE|DROP|DETACH|ALTER|REPLACE)/i

/**
 * Run what a superuser typed and answer as the contract's SQL console (data.md §8.1, services.md §6.5): JSON with the
 * time in ms, the columns, at most 1000 rows of texts, and how many rows the last statement of a write has changed.
 * Whoever calls has made sure that a superuser asks. Rules, hooks, realtime and the catalog hear nothing of it.
 *
 * Errors: `body_malformed` 400 for a query that is no text; `validation_failed` 400 at `query`; `database_refused` 400
 * with the database's own words, also when `deadline` ms have passed; `query_queue_full` 503.
 *
 * @example await runSql(house, { query: 'select 1; select 2' })
 */
export async function runSql(
  house: House,
  body: Readonly<Record<string, unknown>>,
  deadline: number = DEADLINE,
): Promise<string> {
  const sql = parseQuery(body['query'])
  const start = house.clock.steady()
  try {
    const order = { sql, isWrite: WRITE.test(sql), maxRows: MAX_ROWS, deadline }
    return toJson(await house.storage.console(order), house.clock.steady() - start)
  } catch (error) {
    throw refused(house, error)
  }
}

function parseQuery(value: unknown): string {
  const query = readSubmitted({ query: value }).text('query', '').trim()
  if (query === '') throw apiError('validation_failed', {}, { data: { query: required } })
  if (Buffer.byteLength(query) <= MAX_QUERY) return query
  const tooLong = problem('validation_length_too_long', `Use at most ${MAX_QUERY} bytes.`, {
    min: 0,
    max: MAX_QUERY,
  })
  throw apiError('validation_failed', {}, { data: { query: tooLong } })
}

function toJson({ columns, rows, changes }: ConsoleAnswer, took: number): string {
  return JSON.stringify({
    execTime: Math.round(took),
    affectedRows: changes,
    columns: columns.map(({ name, type }) => ({ name, type, nullable: true })),
    rows,
  })
}

/** Who may run SQL may know what the database says about it. */
function refused({ storage }: House, error: unknown): unknown {
  const isLimit = error instanceof ApiError && error.status === 400
  const kind = storage.sql.readError(error)?.kind
  if (!isLimit && kind !== 'sql' && kind !== 'unique') return error
  const why = error instanceof Error ? error.message : String(error)
  return apiError('database_refused', { why }, { cause: error })
}
