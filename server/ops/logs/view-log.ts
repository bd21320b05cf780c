import { sql } from 'kysely'
import { apiError } from '../../base/error.ts'
import type { LogHouse } from './log-house.ts'
import { logJson, logSelection } from './log-json.ts'

/** One entry as JSON text. Errors: `log_not_found` 404. */
export async function viewLog({ logs }: LogHouse, id: string): Promise<string> {
  await logs.settle()
  const statement = sql`select ${logSelection} from "_logs" where "id" = ${id}`
  const { sql: text, parameters } = statement.compile(logs.auxiliary.cold)
  const [row] = await logs.auxiliary.read(text, parameters.map(String))
  if (!row) throw apiError('log_not_found', { id })
  return logJson(row)
}
