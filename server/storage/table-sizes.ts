/** About how many rows a table has, without counting them. */
import Database from 'better-sqlite3'
import type { Clock } from '../base/clock.ts'

/** In ms. A table grows by some ten thousand rows a second at most. */
const longestKept = 1000

interface Kept {
  readonly rows: number
  readonly until: number
}

/**
 * The highest row number: what was deleted in between is counted too, which only makes us careful. Answers Infinity
 * for a table that has no row numbers.
 *
 * @example const rows = tableSizes(db, systemClock); rows('posts') // 120_000
 */
export function tableSizes(db: Database.Database, clock: Pick<Clock, 'steady'>): (table: string) => number {
  const kept = new Map<string, Kept>()
  return (table) => {
    const now = clock.steady()
    const known = kept.get(table)
    if (known && now < known.until) return known.rows
    const rows = highestRow(db, table)
    kept.set(table, { rows, until: now + longestKept })
    return rows
  }
}

function highestRow(db: Database.Database, table: string): number {
  try {
    const name = `"${table.replaceAll('"', '""')}"`
    return db.prepare<[], number | null>(`SELECT max(_rowid_) FROM ${name}`).pluck().get() ?? 0
  } catch (error) {
    if (error instanceof Database.SqliteError) return Number.POSITIVE_INFINITY
    throw error
  }
}
