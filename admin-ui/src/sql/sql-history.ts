import { recall, remember } from '../browser-memory.ts'
import { parsedJson } from '../parsed-json.ts'

/** Queries that were run in this browser, the latest first. */
const KEY = 'dapur_sql_history'
const MOST = 50

/** The queries of before; none where storage is blocked or holds something else. */
export function readSqlHistory(): string[] {
  const stored = parsedJson(recall(KEY) ?? '')
  return Array.isArray(stored) ? stored.filter((query): query is string => typeof query === 'string') : []
}

/** Puts a query first, and answers the queries as they are then. */
export function rememberSql(query: string): string[] {
  const queries = [query, ...readSqlHistory().filter((known) => known !== query)].slice(0, MOST)
  return writeSqlHistory(queries)
}

/** Forgets all queries. */
export function forgetSql(): string[] {
  return writeSqlHistory([])
}

function writeSqlHistory(queries: string[]): string[] {
  remember(KEY, JSON.stringify(queries))
  return queries
}
