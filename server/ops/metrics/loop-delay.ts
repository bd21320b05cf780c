import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How late the loop of the process was, in seconds, since it was last asked. */
export interface LoopDelay {
  readonly mean: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const RESOLUTION_MS = 10
const NS = 1e9

/**
 * Measure how late the loop is. It begins with the first question, so that nobody pays for it who does not ask; and
 * begins anew with each, so that one bad minute does not stand there for ever.
 *
 * @example const read = loopDelay(); read() // all 0; from then on what came since
 */
export function loopDelay(): () => LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  let isRunning = false
  return () => {
    const isEmpty = !isRunning || histogram.count === 0
    if (!isRunning) isRunning = histogram.enable()
    if (isEmpty) return { mean: 0, p50: 0, p99: 0, max: 0 }
    // It tells the time between two beats, of which the resolution is no delay.
    const late = (ns: number): number => Math.max(0, ns / NS - RESOLUTION_MS / 1000)
    const { mean, max } = histogram
    const read = { p50: histogram.percentile(50), p99: histogram.percentile(99) }
    histogram.reset()
    return { mean: late(mean), p50: late(read.p50), p99: late(read.p99), max: late(max) }
  }
}
