/** Copies of databases, taken at one commit point while others write, and what has to be known of them. */
import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Cell } from './dialect.ts'

/** How long a copy waits for a writer of another kind, in ms. */
const PATIENCE = 5000

/**
 * Copy a database as it was at one commit. Others go on reading and writing; the copy is compact, and not durable yet.
 * It takes its time: not for the main thread of a server.
 *
 * @example snapshotDatabase('data/data.db', 'data/tmp/backup/data.db')
 */
export function snapshotDatabase(source: string, target: string): void {
  const db = new Database(source, { timeout: PATIENCE, fileMustExist: true })
  try {
    // Whoever checkpoints is the server's thread; this connection only reads.
    db.pragma('wal_autocheckpoint = 0')
    db.prepare('VACUUM INTO ?').run(target)
  } finally {
    db.close()
  }
}

/** A database that nobody writes to. */
export interface Snapshot {
  /** Tables that are there. */
  hasTable(name: string): boolean
  /** Rows of a query, one by one. No other query may run until all were taken. */
  rows(sql: string): Iterable<Cell[]>
  /** `ok`, or the first things that are wrong with it. */
  integrity(): string
  close(): void
}

/**
 * Open a copy for reading.
 *
 * @example openSnapshot('data/tmp/backup/data.db').integrity() // 'ok'
 * @throws Error for what is no database
 */
export function openSnapshot(path: string): Snapshot {
  if (!existsSync(path)) throw new Error(`there is no database ${path}`)
  const db = new Database(path, { readonly: true })
  return {
    hasTable: (name) =>
      db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !== undefined,
    rows: (sql) => db.prepare<[], Cell[]>(sql).raw().iterate(),
    integrity() {
      db.pragma('cell_size_check = ON')
      return db.prepare<[], string>('PRAGMA integrity_check(10)').pluck().all().join('; ')
    },
    close: () => void db.close(),
  }
}
