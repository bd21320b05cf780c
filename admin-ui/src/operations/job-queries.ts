import { queryOptions } from '@tanstack/react-query'
import { dapur } from '../dapur.ts'

/** A job, and what became of its last run (docs/operations.md, *Jobs*). */
export interface JobJson {
  readonly id: string
  readonly expression: string
  readonly dapur: {
    readonly timeZone: string
    readonly isRunning: boolean
    readonly nextRun: string
    readonly lastRun: string
    /** Milliseconds. */
    readonly lastDuration: number
    readonly lastResult: 'ok' | 'failed' | ''
    readonly lastError: string
  }
}

const RUNNING_MS = 500
const CALM_MS = 10_000

/** All jobs; asked for often while one of them runs. */
export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: ({ signal }) =>
    dapur.send<JobJson[]>({ method: 'GET', path: '/api/crons', query: { details: 1 }, signal }),
  refetchInterval: ({ state }) =>
    state.data?.some(({ dapur: { isRunning } }) => isRunning) ? RUNNING_MS : CALM_MS,
})

/** Starts a job now. Throws an `ApiError`. */
export async function runJob(id: string): Promise<void> {
  await dapur.send({ method: 'POST', path: `/api/crons/${encodeURIComponent(id)}` })
}
