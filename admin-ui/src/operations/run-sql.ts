import { dapur } from '../dapur.ts'

/** What the console answers (contract services.md §6.5): at most 1000 rows, every value a text or null. */
export interface SqlAnswer {
  readonly execTime: number
  readonly affectedRows: number
  readonly columns: readonly { readonly name: string; readonly type: string; readonly nullable: boolean }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** What begins like this is run as a change. */
const WRITE = /^\s*(?:INSERT|CREATE|UPDATE|DELETE|DROP|DETACH|ALTER|REPLACE)/i

/** Would the server run this as a change of the data? */
export function changesData(query: string): boolean {
  return WRITE.test(query)
}

/** Runs SQL with the rights of the server. Throws an `ApiError` with the words of the database. */
export function runSql(query: string): Promise<SqlAnswer> {
  return dapur.send({ method: 'POST', path: '/api/sql', body: { query } })
}
