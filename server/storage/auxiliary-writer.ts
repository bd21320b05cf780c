/** What is written to the auxiliary data base, on whichever thread. */
import type Database from 'better-sqlite3'
import type { Cell } from './dialect.ts'
import { rawStatements, statementCache } from './statement-cache.ts'

export type AuxiliaryWork =
  /** One statement for each row, all in one transaction. */
  | { readonly kind: 'append'; readonly sql: string; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'run'; readonly sql: string; readonly params: readonly Cell[] }
  /** Give the room of what was deleted back to the disk. */
  | { readonly kind: 'compact' }

/** Write on this connection; answers how many rows were changed. Errors: SQLite's own. */
export function auxiliaryWriter(db: Database.Database): (work: AuxiliaryWork) => number {
  const statements = statementCache(rawStatements(db), 20)

  function append(sql: string, rows: readonly (readonly Cell[])[]): number {
    db.exec('BEGIN IMMEDIATE')
    try {
      const statement = statements.get(sql)
      for (const row of rows) statement.run(row)
      db.exec('COMMIT')
      return rows.length
    } finally {
      // On a full disk SQLite has ended it by itself.
      if (db.inTransaction) db.exec('ROLLBACK')
    }
  }
  return (work) => {
    switch (work.kind) {
      case 'append':
        return append(work.sql, work.rows)
      case 'run':
        return statements.get(work.sql).run(work.params).changes
      case 'compact':
        db.exec('VACUUM')
        db.pragma('wal_checkpoint(TRUNCATE)')
        return 0
    }
  }
}
