/** Looks at the database files of a data directory without changing anything: beside a server, and without one. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from './database.ts'
import type { Cell } from './dialect.ts'

/** One database file, opened for reading. */
export interface Examination {
  readonly version: string
  /** What `PRAGMA integrity_check` has to say; empty when the file is whole. */
  damages(): readonly string[]
  /** The tables that have rows which refer to nothing. */
  strayTables(): readonly string[]
  all(sql: string): Cell[][]
  close(): void
}

/** The files that hold databases, by name. */
export const databaseFiles = ['data.db', 'auxiliary.db'] as const

/**
 * Open one of them; undefined when it is not there.
 *
 * @example const data = examine('./data', 'data.db'); data?.damages(); data?.close()
 * @throws Error for a file that is no database, or a SQLite that we do not trust
 */
export function examine(dir: string, name: (typeof databaseFiles)[number]): Examination | undefined {
  const file = join(dir, name)
  if (!existsSync(file)) return undefined
  const db = openDatabase({ file, durability: 'full', role: 'reader' })
  const texts = (sql: string): string[] => db.prepare<[]>(sql).pluck().all().map(String)
  return {
    version: texts('SELECT sqlite_version()').join(''),
    damages: () => texts('PRAGMA integrity_check').filter((line) => line !== 'ok'),
    strayTables: () => [...new Set(texts('PRAGMA foreign_key_check'))],
    all: (sql) => db.prepare<[], Cell[]>(sql).raw().all(),
    close: () => db.close(),
  }
}
