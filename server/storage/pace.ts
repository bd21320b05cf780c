/** The condition by which SQLite tells how far a statement has come (`SqlDialect.pace`). */
import type Database from 'better-sqlite3'
import { sql, type RawBuilder } from 'kysely'

/** The function behind the condition; every connection that runs paced statements has to define it. */
export const paceFunction = 'dapur_pace'

/** Calling JavaScript costs 0.2 µs, as much as a row: so only one row in 16 does. Rows of a view have no number. */
export function paceSql(table: string | undefined): RawBuilder<boolean> {
  if (table === undefined) return sql`${sql.raw(paceFunction)}()`
  const row = sql.id(table, '_rowid_')
  // The empty row of a LEFT JOIN is no row; whatever it hangs from has been counted.
  return sql`(${row} & 15 OR ${row} IS NULL OR ${sql.raw(paceFunction)}())`
}

/** The tables, or aliases, whose rows a statement counts. */
export function pacedNames(text: string): string[] {
  const counted = new RegExp(
    `\\("([^"]+)"\\."_rowid_" & 15 OR "[^"]+"\\."_rowid_" IS NULL OR ${paceFunction}\\(\\)\\)`,
    'g',
  )
  return [...text.matchAll(counted)].flatMap(([, name]) => name ?? [])
}

/** Define the function where nothing is counted, since the process can be killed. */
export function definePace(db: Database.Database): void {
  db.function(paceFunction, { directOnly: true }, () => 1)
}
