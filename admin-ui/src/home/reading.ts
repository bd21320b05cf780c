import type { Sample } from './parse-metrics.ts'

/** What the server had counted at one moment. */
export interface Reading {
  /** Milliseconds. */
  readonly at: number
  readonly requests: number
  /** Those that were answered with 500 or more. */
  readonly failed: number
  /** How many took at most so many seconds, the smallest bound first; each holds those before it. */
  readonly buckets: readonly (readonly [seconds: number, count: number])[]
  /** Sizes and states by the name of the metric. */
  readonly gauges: Readonly<Record<string, number>>
}

/** This page asks for them every few seconds: they say nothing about the app. */
const OWN_ROUTES: readonly string[] = ['/api/metrics', '/api/health']

/** Add the routes up. */
export function readingOf(samples: readonly Sample[], at: number): Reading {
  const others = samples.filter(({ labels }) => !OWN_ROUTES.includes(labels['route'] ?? ''))
  const counts = others.filter(({ name }) => name === 'dapur_http_requests_total')
  const failed = counts.filter(({ labels }) => Number(labels['status']) >= 500)
  const gauges = samples.filter(({ labels }) => Object.keys(labels).length === 0)
  return {
    at,
    requests: sumOf(counts),
    failed: sumOf(failed),
    buckets: bucketsOf(others.filter(({ name }) => name === 'dapur_http_request_duration_seconds_bucket')),
    gauges: Object.fromEntries(gauges.map(({ name, value }) => [name, value])),
  }
}

/** What there was when the server started: nothing. */
export function firstReading({ gauges, at }: Reading): Reading {
  const start = gauges['process_start_time_seconds']
  return { at: start === undefined ? at : start * 1000, requests: 0, failed: 0, buckets: [], gauges: {} }
}

function sumOf(samples: readonly Sample[]): number {
  return samples.reduce((sum, { value }) => sum + value, 0)
}

function bucketsOf(samples: readonly Sample[]): Reading['buckets'] {
  const counts = new Map<number, number>()
  for (const { labels, value } of samples) {
    const bound = labels['le'] === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels['le'])
    counts.set(bound, (counts.get(bound) ?? 0) + value)
  }
  return [...counts].toSorted(([a], [b]) => a - b)
}
