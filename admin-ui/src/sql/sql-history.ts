/** Queries that were run in this browser, the latest first. */
const KEY = 'dapur_sql_history'
const MOST = 50

/** The queries of before; none where storage is blocked or holds something else. */
export function readSqlHistory(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter((query): query is string => typeof query === 'string') : []
  } catch {
    // Storage is blocked, or somebody else wrote there: nothing was remembered.
    return []
  }
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
  try {
    localStorage.setItem(KEY, JSON.stringify(queries))
  } catch {
    // Storage is blocked: the queries are known as long as this page is.
  }
  return queries
}
