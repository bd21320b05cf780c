/** Stops a hot read before it holds up the loop: on its way SQLite calls a function of ours, which may throw. */
import type Database from 'better-sqlite3'
import type { Clock } from '../base/clock.ts'
import { paceFunction } from './pace.ts'

/** A read may call so often, which is once in 16 rows of a table, and once a row of a view. */
const mostCalls = 1000
/** In ms; generous, because on a busy machine a pause of the whole process counts too. */
const mostTime = 8

export interface LoopBudget {
  /** Run a read; undefined when it was stopped. Its own errors are thrown as they are. */
  within<T>(read: () => T): T | undefined
}

class Spent extends Error {}

/** Make `pace` count on this connection. */
export function loopBudget(db: Database.Database, clock: Pick<Clock, 'steady'>): LoopBudget {
  let calls = 0
  let end = Number.POSITIVE_INFINITY
  let isCounting = false
  db.function(paceFunction, { directOnly: true }, () => {
    if (isCounting && (++calls > mostCalls || clock.steady() > end)) throw new Spent()
    return 1
  })
  return {
    within(read) {
      calls = 0
      end = clock.steady() + mostTime
      isCounting = true
      try {
        return read()
      } catch (error) {
        if (error instanceof Spent) return undefined
        throw error
      } finally {
        isCounting = false
      }
    },
  }
}
