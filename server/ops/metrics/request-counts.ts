import type { AnsweredListener } from '../answered-request.ts'

/** Requests of one method on one route, by status and by how long they took. */
export interface RouteCounts {
  readonly method: string
  /** The pattern of the route; `unmatched` for what no route of ours took. */
  readonly route: string
  readonly byStatus: ReadonlyMap<number, number>
  /** How many took at most `BUCKETS[i]` seconds and more than the one before; the last one for all that took longer. */
  readonly buckets: readonly number[]
  /** All durations together, in seconds. */
  readonly seconds: number
}

/** Counts what was answered. */
export interface RequestCounts {
  /** For `house.answered`. */
  readonly listen: AnsweredListener
  all(): Iterable<RouteCounts>
}

/** In seconds. */
export const BUCKETS: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
]

/**
 * Count requests on the hot path with a few additions each; patterns instead of addresses, so that nobody can make
 * the list grow by asking for other things. What it counts outlives a restore.
 *
 * @example const counts = requestCounts(); house.answered.push(counts.listen)
 */
export function requestCounts(): RequestCounts {
  const known = new Map<string, Map<string, Tally>>()
  function tallyOf(route: string, method: string): Tally {
    let methods = known.get(route)
    if (!methods) known.set(route, (methods = new Map()))
    let tally = methods.get(method)
    if (!tally) methods.set(method, (tally = newTally(route || 'unmatched', method)))
    return tally
  }
  return {
    listen({ route, method, status, duration }) {
      const tally = tallyOf(route, method)
      const seconds = duration / 1000
      tally.byStatus.set(status, (tally.byStatus.get(status) ?? 0) + 1)
      tally.seconds += seconds
      let at = 0
      while (at < BUCKETS.length && seconds > (BUCKETS[at] ?? 0)) at++
      tally.buckets[at] = (tally.buckets[at] ?? 0) + 1
    },
    *all() {
      for (const methods of known.values()) yield* methods.values()
    },
  }
}

interface Tally extends RouteCounts {
  readonly byStatus: Map<number, number>
  readonly buckets: number[]
  seconds: number
}

function newTally(route: string, method: string): Tally {
  const buckets = Array.from({ length: BUCKETS.length + 1 }, () => 0)
  return { route, method, byStatus: new Map(), buckets, seconds: 0 }
}
