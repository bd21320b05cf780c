/** A number that only grows, for as long as the process lives; a restore in between does not set it back. */
export interface Counter {
  /** As Prometheus wants it: `dapur_<what>_total`. */
  readonly name: string
  readonly help: string
  value: number
}

const known = new Map<string, Counter>()

/**
 * Declare a counter of a room, once, where it counts. Counting is one addition on a plain object, so it may stand on
 * the hot path; what it comes to is read by `ops/metrics`.
 *
 * @example const commits = counter('dapur_storage_commits_total', 'Transactions that were committed.')
 * @example commits.value++
 */
export function counter(name: string, help: string): Counter {
  const made: Counter = { name, help, value: 0 }
  if (known.has(name)) throw new Error(`there is a counter "${name}" already`)
  known.set(name, made)
  return made
}

/** All counters of the process. */
export function allCounters(): Iterable<Readonly<Counter>> {
  return known.values()
}
