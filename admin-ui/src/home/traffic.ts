import { firstReading, type Reading } from './reading.ts'

/** How busy the server was between two readings. */
export interface Traffic {
  /** False: there was nothing lately, and this is how it was since the start of the server. */
  readonly isRecent: boolean
  readonly perSecond: number
  /** Milliseconds; undefined where nothing was asked. Not exact: the upper bound of a bucket, or a part of it. */
  readonly p95: number | undefined
  /** From 0 to 1; undefined where nothing was asked. */
  readonly failedShare: number | undefined
}

/**
 * The traffic of the last readings, or of all the time since the start where they say nothing.
 *
 * @param readings the oldest first, at least one
 */
export function trafficOf(readings: readonly Reading[]): Traffic | undefined {
  const [oldest, newest] = [readings[0], readings.at(-1)]
  if (!oldest || !newest) return undefined
  // A server that was started again counts from zero.
  const isRecent = newest.requests > oldest.requests
  const from = isRecent ? oldest : firstReading(newest)
  const requests = newest.requests - from.requests
  const failed = newest.failed - from.failed
  return {
    isRecent,
    perSecond: requests / Math.max(1, (newest.at - from.at) / 1000),
    p95: quantile(newest, from, 0.95),
    failedShare: requests === 0 ? undefined : failed / requests,
  }
}

function quantile(newest: Reading, from: Reading, share: number): number | undefined {
  const before = new Map(from.buckets)
  const counts = newest.buckets.map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)] as const)
  const total = counts.at(-1)?.[1] ?? 0
  if (total === 0) return undefined
  const wanted = total * share
  const at = counts.findIndex(([, count]) => count >= wanted)
  const [low, below] = counts[at - 1] ?? [0, 0]
  const [high, within] = counts[at] ?? [low, below]
  if (!Number.isFinite(high)) return low * 1000
  return (low + (high - low) * ((wanted - below) / Math.max(1, within - below))) * 1000
}
