import { queryOptions, useQuery } from '@tanstack/react-query'
import { dapur } from '../dapur.ts'
import { askApi } from '../reference/ask-api.ts'
import { parseMetrics } from './parse-metrics.ts'
import { type Reading, readingOf } from './reading.ts'

const EVERY_MS = 5000
const KEPT_MS = 60_000

let kept: readonly Reading[] = []

const readingsQuery = queryOptions({
  queryKey: ['metrics'],
  queryFn: async (): Promise<readonly Reading[]> => {
    const { status, body } = await askApi({
      method: 'GET',
      path: '/api/metrics',
      token: dapur.auth.session?.token,
    })
    if (status !== 200 || typeof body !== 'string') throw new Error(`/api/metrics answered ${status}.`)
    const now = Date.now()
    const reading = readingOf(parseMetrics(body), now)
    const start = reading.gauges['process_start_time_seconds']
    // Counters of an earlier process cannot be compared with those of this one.
    const same = kept.filter(
      ({ at, gauges }) => at > now - KEPT_MS && gauges['process_start_time_seconds'] === start,
    )
    kept = [...same, reading]
    return kept
  },
  refetchInterval: EVERY_MS,
})

/** What the server has counted, every few seconds for the last minute, the oldest first. */
export function useReadings(): { readings: readonly Reading[]; isFailed: boolean } {
  const { data, isError } = useQuery(readingsQuery)
  return { readings: data ?? [], isFailed: isError }
}
