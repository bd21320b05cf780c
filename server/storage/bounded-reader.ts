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
const most = { scanned: 2000, nested: 20_000, counted: 1_000_000 } as const

export interface BoundedReader {
  /** The rows, or undefined for a read that belongs into another process. */
  readonly attempt: (sql: string, params: readonly Cell[]) => Cell[][] | undefined
  /** Forget what is known of statements, after a schema change. */
  clear(): void
}

export interface BoundedReaderOptions {
  readonly db: Database.Database
  readonly hot: Pick<HotReader, 'enter'>
  readonly statements: StatementCache<RawStatement>
  readonly clock: Pick<Clock, 'steady'>
}

/** Keep the loop free: statements that would be long are found by their outline, others by trying them. */
export function boundedReader({ db, hot, statements, clock }: BoundedReaderOptions): BoundedReader {
  const outlines = new LRUCache<string, Outline>({ max: 1000 })
  const { within } = loopBudget(db, clock)
  const sizes = tableSizes(db, clock)

  function outline(sql: string, params: readonly Cell[]): Outline {
    const known = outlines.get(sql)
    if (known) return known
    const made = outlineOf(db, sql, params)
    outlines.set(sql, made)
    return made
  }
  return {
    attempt(sql, params) {
      try {
        hot.enter()
        if (!isSmall(outline(sql, params), sizes)) return undefined
        return within(() => statements.get(sql).all(params))
      } catch (error) {
        throw translateError(error)
      }
    },
    clear: () => outlines.clear(),
  }
}

function isSmall({ scanned, nested, counted }: Outline, sizes: (table: string) => number): boolean {
  return (
    scanned.every((table) => sizes(table) <= most.scanned) &&
    nested.every((table) => sizes(table) <= most.nested) &&
    counted.every((table) => sizes(table) <= most.counted)
  )
}
