import type { Caller } from '../caller.ts'
import { type CallOptions, callOf, type ListOptions, queryOf } from '../query.ts'
import type { ListResult } from '../wire.ts'

/** An entry of the log. `level`: −4 debug, 0 info, 4 warning, 8 error. */
export interface LogJson {
  id: string
  created: string
  level: number
  message: string
  data: Record<string, unknown>
}

/** How many entries an hour has, by its beginning. */
export interface LogHour {
  date: string
  total: number
}

/** The log. Every call throws an `ApiError`. */
export interface LogsApi {
  list(options?: ListOptions<LogJson>): Promise<ListResult<LogJson>>
  get(id: string, options?: CallOptions): Promise<LogJson>
  /** Hours with entries, the oldest first; of all, or of those that the filter takes. */
  stats(options?: CallOptions & { filter?: string }): Promise<LogHour[]>
  /** Removes all entries. */
  truncate(options?: CallOptions): Promise<void>
}

/**
 * The log of the server (contract services.md §6.1), for superusers.
 *
 * @example await logsOf(dapur).list({ filter: filter`level = ${8} && data.status >= ${500}`, sort: '-created' })
 */
export function logsOf(client: Caller): LogsApi {
  const path = '/api/logs'
  return {
    list: (options = {}) => client.send({ method: 'GET', path, ...callOf(options), query: queryOf(options) }),
    get: (id, options) =>
      client.send({ method: 'GET', path: `${path}/${encodeURIComponent(id)}`, ...options }),
    stats: (options = {}) =>
      client.send({ method: 'GET', path: `${path}/stats`, ...callOf(options), query: queryOf(options) }),
    async truncate(options) {
      await client.send({ method: 'DELETE', path, ...options })
    },
  }
}
