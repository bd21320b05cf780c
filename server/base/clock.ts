/** The only place that asks what time it is, so that tests can say. */
export interface Clock {
  /** Wall clock, in milliseconds since 1970. */
  now(): number
  /** Milliseconds that only grow; for limits and durations. */
  steady(): number
}

/** The CPU time of this thread in ms: what a pause of the whole process, on a busy machine, does not count to. */
export function workedTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

export const systemClock: Clock = { now: () => Date.now(), steady: () => performance.now() }

/**
 * A time as the wire and the cells write it: `YYYY-MM-DD HH:MM:SS.mmmZ` (contract data.md §1.1).
 *
 * @example formatTime(0) // '1970-01-01 00:00:00.000Z'
 */
export function formatTime(ms: number): string {
  // All that is written in one turn is written at the same millisecond, more or less.
  if (ms !== last.ms) last = { ms, text: new Date(ms).toISOString().replace('T', ' ') }
  return last.text
}

let last: { readonly ms: number; readonly text: string } = { ms: 0, text: '1970-01-01 00:00:00.000Z' }
