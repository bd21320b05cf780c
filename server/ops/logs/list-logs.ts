import { sql } from 'kysely'
import type { LogHouse } from './log-house.ts'
import { logJson, logSelection } from './log-json.ts'
import { type LogQuery, logQuery, type LogQuestion } from './log-query.ts'

/** The page that a client asks for, as `http/page-query.ts` reads it. */
export interface LogPageQuestion extends LogQuestion {
  readonly page: number
  readonly perPage: number
  readonly skipTotal: boolean
}

/**
 * A page of the logs as JSON text (contract services.md §6.1); in the order in which they came where no sort is given.
 * What waits to be written is written first, so that whoever looks sees what was before.
 *
 * Errors: `filter_broken`, `query_expired`, `query_too_large` 400; `query_queue_full` 503.
 *
 * @example await listLogs(house, { page: 1, perPage: 30, skipTotal: true, filter: 'level > 0', sort: '-@rowid' })
 */
export async function listLogs(house: LogHouse, question: LogPageQuestion): Promise<string> {
  const { page, perPage, skipTotal } = question
  const query = logQuery(house, question)
  await house.logs.settle()
  const keys = query.orderBy.length > 0 ? query.orderBy : [house.logs.auxiliary.sql.insertionOrder('_logs')]
  const select = sql`select ${logSelection} ${query.source} order by ${sql.join(keys)}`
  const rows = await query.read(sql`${select} limit ${perPage} offset ${perPage * (page - 1)}`)
  const items = rows.map(logJson).join(',')
  const total = skipTotal ? -1 : await countLogs(query)
  const pages = skipTotal ? -1 : Math.ceil(total / perPage)
  return `{"items":[${items}],"page":${page},"perPage":${perPage},"totalItems":${total},"totalPages":${pages}}`
}

async function countLogs(query: LogQuery): Promise<number> {
  const [row] = await query.read(sql`select count(*) ${query.source}`)
  return Number(row?.[0] ?? 0)
}
