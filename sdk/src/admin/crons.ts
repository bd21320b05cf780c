import type { Caller } from '../caller.ts'
import type { CallOptions } from '../query.ts'

/** A job that runs by the clock. */
export interface CronJson {
  id: string
  expression: string
}

/** The jobs. Every call throws an `ApiError`. */
export interface CronsApi {
  list(options?: CallOptions): Promise<CronJson[]>
  /** Begins the job now. */
  run(id: string, options?: CallOptions): Promise<void>
}

/**
 * The jobs of the server (contract services.md §6.3), for superusers.
 *
 * @example await cronsOf(dapur).run('__pbLogsCleanup__')
 */
export function cronsOf(client: Caller): CronsApi {
  const path = '/api/crons'
  return {
    list: (options) => client.send({ method: 'GET', path, ...options }),
    async run(id, options) {
      await client.send({ method: 'POST', path: `${path}/${encodeURIComponent(id)}`, ...options })
    },
  }
}
