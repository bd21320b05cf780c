/** Reads that answer on the loop when they are short, and say so when they are not (`Storage.attempt`). */
import type Database from 'better-sqlite3'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../base/clock.ts'
import type { Cell } from './dialect.ts'
import type { HotReader } from './hot-reader.ts'
import { loopBudget } from './loop-budget.ts'
import { translateError } from './sqlite-error.ts'
import type { RawStatement, StatementCache } from './statement-cache.ts'
import { outlineOf, type Outline } from './statement-outline.ts'
import { tableSizes } from './table-sizes.ts'

/** The most rows of a table for what is done with it (measured: a row of a scan costs about 0.1 µs). */
const most: Readonly<Record<keyof Outline, number>> = { scanned: 2000, nested: 20_000, counted: 1_000_000 }

/** Of the loop's time, reads that turn out to be too long may take one part in so many, each statement for itself. */
const share = 20
/** In ms: when all together have taken more of late, only statements that have answered before are tried. */
const mostWasted = 50

export interface BoundedReader {
  /** The rows, or undefined for a read that belongs into another process. */
  attempt(sql: string, params: readonly Cell[]): Cell[][] | undefined
  /** Forget what is known of statements, after a schema change. */
  clear(): void
}

export interface BoundedReaderOptions {
  readonly db: Database.Database
  readonly hot: HotReader
  readonly statements: StatementCache<RawStatement>
  readonly clock: Pick<Clock, 'steady'>
}

/** What is known of one statement. */
interface Course {
  readonly outline: Outline
  hasAnswered: boolean
  /** Not tried again before this time. */
  rests: number
}

/** Keep the loop free: statements that would be long are found by their outline, others by trying them. */
export function boundedReader({ db, hot, statements, clock }: BoundedReaderOptions): BoundedReader {
  const courses = new LRUCache<string, Course>({ max: 1000 })
  const budget = loopBudget(db, clock)
  const sizes = tableSizes(db, clock)
  /** The time at which everything that was wasted is forgiven. */
  let forgiven = 0

  function courseOf(sql: string, params: readonly Cell[]): Course {
    const known = courses.get(sql)
    if (known) return known
    const course: Course = { outline: outlineOf(db, sql, params), hasAnswered: false, rests: 0 }
    courses.set(sql, course)
    return course
  }
  function mayTry({ outline, hasAnswered, rests }: Course): boolean {
    const { scanned, nested, counted } = outline
    if (scanned.some((table) => sizes(table) > most.scanned)) return false
    if (nested.some((table) => sizes(table) > most.nested)) return false
    if (counted.some((table) => sizes(table) > most.counted)) return false
    if (rests === 0 && hasAnswered) return true
    const now = clock.steady()
    return now >= rests && (hasAnswered || forgiven - now < mostWasted * share)
  }
  function rest(course: Course, start: number): void {
    const now = clock.steady()
    const pause = (now - start) * share
    course.rests = now + pause
    forgiven = Math.max(forgiven, now) + pause
  }
  return {
    attempt(sql, params) {
      try {
        hot.enter()
        const course = courseOf(sql, params)
        if (!mayTry(course)) return undefined
        const start = clock.steady()
        const rows = budget.within(() => statements.get(sql).all(params))
        if (rows) course.hasAnswered = true
        else rest(course, start)
        return rows
      } catch (error) {
        throw translateError(error)
      }
    },
    clear: () => courses.clear(),
  }
}
