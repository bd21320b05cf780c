/** Opens the file of the auxiliary data base, whatever has become of it. */
import { existsSync, renameSync } from 'node:fs'
import { basename } from 'node:path'
import Database from 'better-sqlite3'
import { openDatabase } from './database.ts'
import type { AuxiliaryOptions } from './dialect.ts'

/**
 * Open it; what is no data base any more is put aside, because a server must not stay away for the sake of its logs.
 *
 * @throws Error when it cannot be opened for another reason
 */
export function openOrReplace(file: string, onReplaced: AuxiliaryOptions['onReplaced']): Database.Database {
  try {
    return open(file)
  } catch (error) {
    if (!isBroken(error)) throw error
    const aside = freeName(file)
    for (const part of ['', '-wal', '-shm'])
      if (existsSync(file + part)) renameSync(file + part, aside + part)
    onReplaced?.(basename(aside))
    return open(file)
  }
}

function open(file: string): Database.Database {
  const db = openDatabase({ file, durability: 'normal', role: 'auxiliary' })
  try {
    // The first thing that reads its pages.
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function isBroken(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(?:NOTADB|CORRUPT)/.test(error.code)
}

function freeName(file: string): string {
  let count = 1
  while (existsSync(`${file}.broken-${count}`)) count += 1
  return `${file}.broken-${count}`
}
