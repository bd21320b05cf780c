/** A test aid: a storage in a folder of its own that is gone after the test. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import type { Storage } from './dialect.ts'
import { migrate } from './migrate.ts'
import { sqlite } from './sqlite.ts'

export interface Temporary {
  readonly dir: string
  readonly storage: Storage
}

/** Open a migrated storage with the table `notes (id, title UNIQUE)`. */
export async function temporaryStorage(parent: string = tmpdir()): Promise<Temporary> {
  const dir = mkdtempSync(join(parent, 'dapur-'))
  const storage = await sqlite.open({ dir, durability: 'normal' })
  onTestFinished(async () => {
    await storage.close()
    rmSync(dir, { recursive: true, force: true })
  })
  await migrate(storage, migrations)
  await storage.transaction(async (tx) => {
    await tx.run('CREATE TABLE notes (id TEXT PRIMARY KEY NOT NULL, title TEXT UNIQUE)', [])
  })
  return { dir, storage }
}

export const insertNote = 'INSERT INTO notes (id, title) VALUES (?, ?)'
export const countNotes = 'SELECT count(*) FROM notes'

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** The longest that the loop stood still while `work` went on, and how long that was, in ms. */
export async function longestStandstill(
  work: Promise<unknown>,
): Promise<{ readonly standstill: number; readonly total: number }> {
  const start = performance.now()
  let last = start
  let standstill = 0
  const timer = setInterval(() => {
    standstill = Math.max(standstill, performance.now() - last)
    last = performance.now()
  }, 2)
  await work.finally(() => clearInterval(timer))
  last = performance.now()
  return { standstill, total: last - start }
}
