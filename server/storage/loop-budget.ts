/** Stops a hot read before it holds up the loop: on its way SQLite calls a function of ours, which may throw. */
import type Database from 'better-sqlite3'
import type { Clock } from '../base/clock.ts'
import { paceFunction } from './pace.ts'
import { patience } from './patience.ts'

/** In ms, granted twice: on a busy machine the whole process may have been made to pause meanwhile. */
const mostTime = 5

export interface LoopBudget {
  /** Run a read; undefined when it was stopped. Its own errors are thrown as they are. */
  readonly within: <T>(read: () => T) => T | undefined
}

class Spent extends Error {}

/** Make `pace` count on this connection. */
export function loopBudget(db: Database.Database, clock: Pick<Clock, 'steady'>): LoopBudget {
  const { rows, waste } = patience()
  let left = Number.POSITIVE_INFINITY
  let end = Number.POSITIVE_INFINITY
  let isLate = false
  function assertTime(): void {
    const now = clock.steady()
    if (now <= end) return
    if (isLate) throw new Spent()
    isLate = true
    end = now + mostTime
  }
  db.function(paceFunction, { directOnly: true }, () => {
    if (--left < 0) throw new Spent()
    assertTime()
    return 1
  })
  return {
    within(read) {
      const start = clock.steady()
      left = rows(start)
      end = start + mostTime
      isLate = false
      try {
        return read()
      } catch (error) {
        if (!(error instanceof Spent)) throw error
        const now = clock.steady()
        waste(now, now - start)
        return undefined
      } finally {
        left = Number.POSITIVE_INFINITY
        end = Number.POSITIVE_INFINITY
      }
    },
  }
}
