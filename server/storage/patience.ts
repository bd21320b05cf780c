/** How far a read on the loop may go before it is given up: less far while many are given up. */

/** Counted rows (`pace`, one in 16): so many when all is well, and so many while the loop's time is being wasted. */
const usual = 1000
const hurried = 60

/** Of the loop's time, one part in so many may go into reads that are given up; in ms, so much at once. */
const share = 20
const mostWasted = 50

export interface Patience {
  /** How many rows a read that starts now may count; times are in ms, of a clock that only grows. */
  readonly rows: (now: number) => number
  /** A read was given up, after so many ms. */
  readonly waste: (now: number, took: number) => void
}

/**
 * Keep account of what was wasted. Nothing is remembered of single statements: what a hostile client asks looks like
 * what others ask, and would take their place on the loop from them.
 */
export function patience(): Patience {
  /** The time at which everything that was wasted is forgiven. */
  let forgiven = 0
  return {
    rows: (now) => (forgiven - now < mostWasted * share ? usual : hurried),
    waste(now, took) {
      forgiven = Math.max(forgiven, now) + took * share
    },
  }
}
