/** Stops a hot read before it holds up the loop: on its way SQLite calls a function of ours, which may throw. */
import type Database from 'better-sqlite3'
import { type Clock, workedTime } from '../base/clock.ts'
import { paceFunction } from './pace.ts'
import { patience } from './patience.ts'

/**
 * In ms: so long by the clock, and then so long by the CPU time of this thread. On a busy machine the whole process is
 * made to pause now and then, and an innocent read must not be given up for that. The clock is asked first because it
 * costs next to nothing.
 */
const mostTime = 5

export interface LoopBudget {
  /** Run a read; undefined when it was stopped. Its own errors are thrown as they are. */
  readonly within: <T>(read: () => T) => T | undefined
}

class Spent extends Error {}

/** Make `pace` count on this connection. */
export function loopBudget(
  db: Database.Database,
  clock: Pick<Clock, 'steady'>,
  worked: () => number = workedTime,
): LoopBudget {
  const { rows, waste } = patience()
  let left = Number.POSITIVE_INFINITY
  const time = timeLimit(clock, worked)
  db.function(paceFunction, { directOnly: true }, () => {
    if (--left < 0) throw new Spent()
    time.check()
    return 1
  })
  return {
    within(read) {
      const start = clock.steady()
      left = rows(start)
      time.begin(start)
      try {
        return read()
      } catch (error) {
        if (!(error instanceof Spent)) throw error
        const now = clock.steady()
        waste(now, now - start)
        return undefined
      } finally {
        left = Number.POSITIVE_INFINITY
        time.lift()
      }
    },
  }
}

interface TimeLimit {
  readonly begin: (now: number) => void
  /** Throws `Spent` when the read that began has had its time. */
  readonly check: () => void
  /** No read is under way. */
  readonly lift: () => void
}

function timeLimit(clock: Pick<Clock, 'steady'>, worked: () => number): TimeLimit {
  let end = Number.POSITIVE_INFINITY
  /** The CPU time at which a read is over that was late by the clock. */
  let workedEnd: number | undefined
  return {
    begin(now) {
      end = now + mostTime
      workedEnd = undefined
    },
    check() {
      const now = clock.steady()
      if (now <= end) return
      const work = worked()
      workedEnd ??= work + mostTime
      if (work >= workedEnd) throw new Spent()
      end = now + (workedEnd - work)
    },
    lift() {
      end = Number.POSITIVE_INFINITY
    },
  }
}
