import { ApiError } from '../base/error.ts'
import { problem, required, type Problem, type ProblemTree } from '../base/problem.ts'
import type { Cell, SqlDialect } from '../storage/dialect.ts'
import type { Catalog, Collection } from './collection.ts'
import type { Foundation } from './foundation.ts'
import { quoteName } from './index-expression.ts'
import { TokenError } from './sql-tokens.ts'
import { viewFields } from './view-fields.ts'
import { parseViewQuery, viewSelect, type ViewQuery } from './view-query.ts'

/** So many rows are looked at before a view is accepted. */
const SAMPLE = 10

/**
 * Try the query of a view out, in a process that can be stopped (contract data.md §2.8): does it answer, with ids
 * that are neither empty nor equal? This may take seconds, so it is done before the writer lock is taken.
 * Answers the problems, none for a collection that is no view or whose query is the stored one.
 */
export async function tryView(
  foundation: Foundation,
  stored: Collection | undefined,
  next: Collection,
): Promise<ProblemTree> {
  if (next.viewQuery === undefined || next.viewQuery === '' || next.viewQuery === stored?.viewQuery) return {}
  try {
    await sampleView(foundation, parseViewQuery(next.viewQuery))
    return {}
  } catch (error) {
    return { fields: required, viewQuery: invalidView(foundation, error) }
  }
}

/** The view with the fields that its query has in this catalog, or with the problem that it has none. */
export function withViewFields(
  foundation: Pick<Foundation, 'storage'>,
  catalog: Catalog,
  next: Collection,
): ReadView {
  if (next.viewQuery === undefined) return { next, problems: {} }
  if (next.viewQuery === '') return { next, problems: { fields: required, viewQuery: required } }
  try {
    const fields = viewFields(parseViewQuery(next.viewQuery), catalog)
    return { next: { ...next, fields }, problems: {} }
  } catch (error) {
    return { next, problems: { fields: required, viewQuery: invalidView(foundation, error) } }
  }
}

interface ReadView {
  readonly next: Collection
  readonly problems: ProblemTree
}

/** What is said of a view whose query cannot be used; errors that are not about the query are thrown on. */
export function invalidView({ storage }: Pick<Foundation, 'storage'>, error: unknown): Problem {
  const why = whyInvalid(error, storage.sql)
  if (why === undefined) throw error
  return problem('validation_invalid_view_query', `The query cannot be used: ${why.replace(/\.$/, '')}.`)
}

/** Why a query cannot be that of a view, or undefined for an error that is not about the query. */
export function whyInvalid(error: unknown, sql: SqlDialect): string | undefined {
  if (error instanceof TokenError) return error.message
  if (error instanceof ApiError && error.code === 'query_expired') return error.message
  const clash = sql.readError(error)
  return clash?.kind === 'sql' ? clash.message : undefined
}

/**
 * The first rows of a view that is not there yet, as its columns are named, from a process that can be stopped.
 * Throws `TokenError` for ids that are empty or equal, and what `storage.heavy` throws.
 */
export async function sampleView(
  { storage }: Pick<Foundation, 'storage'>,
  query: ViewQuery,
): Promise<Cell[][]> {
  const place = query.columns.findIndex(({ alias }) => alias === 'id')
  if (place < 0) throw new TokenError('a column named "id" is missing')
  const columns = query.columns.map(({ alias }) => quoteName(alias, '"')).join(', ')
  const rows = await storage.heavy(`SELECT ${columns} FROM (${viewSelect(query)}) LIMIT ${SAMPLE}`, [])
  const ids = rows.map((row): Cell => row[place] ?? null)
  if (ids.some((id) => id === null || id === '')) throw new TokenError('some ids are empty')
  if (new Set(ids).size < ids.length) throw new TokenError('some ids are not unique')
  return rows
}
