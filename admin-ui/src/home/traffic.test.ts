import { expect, test } from 'vitest'
import { parseMetrics } from './parse-metrics.ts'
import { type Reading, readingOf } from './reading.ts'
import { trafficOf } from './traffic.ts'

const line = (name: string, labels: string, value: number): string => `${name}{${labels}} ${value}`

/** A reading in which so many requests took up to 10 ms, and so many up to 100 ms. */
function read(at: number, fast: number, slow: number, failed: number): Reading {
  const bucket = 'dapur_http_request_duration_seconds_bucket'
  const route = 'method="GET",route="/api/a"'
  const text = [
    '# HELP dapur_http_requests_total Requests.',
    line('dapur_http_requests_total', `${route},status="200"`, fast + slow - failed),
    line('dapur_http_requests_total', `${route},status="500"`, failed),
    line('dapur_http_requests_total', 'method="GET",route="/api/metrics",status="200"', 999),
    line(bucket, `${route},le="0.01"`, fast),
    line(bucket, `${route},le="0.1"`, fast + slow),
    line(bucket, `${route},le="+Inf"`, fast + slow),
    'process_start_time_seconds 0',
  ]
  return readingOf(parseMetrics(text.join('\n')), at)
}

test('labels are read with what they escape, and comments are none', () => {
  const text = '# TYPE a counter\na{x="1,\\"2\\"}",y="b\\\\c"} 4\nb 1.5e3\nc +Inf\n'
  expect(parseMetrics(text)).toEqual([
    { name: 'a', labels: { x: '1,"2"}', y: 'b\\c' }, value: 4 },
    { name: 'b', labels: {}, value: 1500 },
    { name: 'c', labels: {}, value: Number.POSITIVE_INFINITY },
  ])
})

test('traffic is what came between two readings, without what the page itself asks', () => {
  const traffic = trafficOf([read(10_000, 100, 0, 0), read(20_000, 190, 10, 5)])
  expect(traffic).toMatchObject({ isRecent: true, perSecond: 10, failedShare: 0.05 })
  // 90 of 100 were fast, so the 95th lies half way through those up to 100 ms.
  expect(traffic?.p95).toBeCloseTo(55)
})

test('where nothing came lately, it is told of all the time since the start', () => {
  const still = [read(10_000, 100, 0, 1), read(20_000, 100, 0, 1)]
  expect(trafficOf(still)).toMatchObject({ isRecent: false, perSecond: 5, failedShare: 0.01 })
  expect(trafficOf([])).toBeUndefined()
  expect(trafficOf([read(10_000, 0, 0, 0)])).toMatchObject({ p95: undefined, failedShare: undefined })
})
