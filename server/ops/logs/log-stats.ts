import { sql } from 'kysely'
import type { LogHouse } from './log-house.ts'
import { logQuery } from './log-query.ts'

/** The characters of a time as far as its hour. The index of `migrations/auxiliary_0001_logs.ts` has the same words. */
const HOUR = sql`substr("created", 1, 13)`

/**
 * How many entries there are of each hour that has any, as JSON text: `[{"date":"2022-05-01 10:00:00.000Z","total":1}]`,
 * the earliest first (contract services.md §6.1).
 *
 * Errors: as for `listLogs`.
 */
export async function logStats(house: LogHouse, filter: string): Promise<string> {
  const query = logQuery(house, { filter, sort: '' })
  await house.logs.settle()
  const rows = await query.read(
    sql`select ${HOUR}, count(*) ${query.source} group by ${HOUR} order by ${HOUR}`,
  )
  return JSON.stringify(rows.map(([hour, total]) => ({ date: `${hour}:00:00.000Z`, total: Number(total) })))
}
