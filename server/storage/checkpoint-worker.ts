/** The thread of `checkpointer.ts`: sleeps until there is something in the WAL, copies it, sleeps again. */
import { parentPort, workerData } from 'node:worker_threads'
import type Database from 'better-sqlite3'
import { checkpointStates, type CheckpointNews, type CheckpointTask } from './checkpointer.ts'
import { isLostFlush } from './condition.ts'
import { openDatabase } from './database.ts'
import { readSqliteError } from './sqlite-error.ts'

const interval = 200
/** So many pages (of 4 KiB) in the WAL are too many. */
const manyPages = 4000

const { idle, dirty, quiet, closing } = checkpointStates

type Result = [busy: number, pages: number, copied: number]

function serve({ file, durability, state }: CheckpointTask): void {
  const db = openDatabase({ file, durability, role: 'worker' })
  let isAsking = false
  for (;;) {
    Atomics.wait(state, 0, idle)
    Atomics.wait(state, 0, dirty, interval)
    const work = Atomics.load(state, 0)
    if (work === closing) break
    Atomics.compareExchange(state, 0, work, idle)
    const [, pages, copied] = checkpoint(db, 'PASSIVE')
    if (work === quiet) {
      isAsking = false
      tell('copied')
    } else if (pages >= manyPages && !isAsking) {
      isAsking = true
      tell('crowded')
    }
    if (copied < pages) Atomics.compareExchange(state, 0, idle, dirty)
  }
  checkpoint(db, 'TRUNCATE')
  db.close()
}

function tell(news: CheckpointNews): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's
  parentPort?.postMessage(news)
}

/**
 * A checkpoint that fails (a full disk, a reader in the way) loses nothing: the pages stay in the WAL, a later one
 * copies them, and what is wrong with the disk is told to the writers by their own COMMIT.
 */
function checkpoint(db: Database.Database, mode: 'PASSIVE' | 'TRUNCATE'): Result {
  try {
    const row = db.prepare<[], Result>(`PRAGMA wal_checkpoint(${mode})`).raw().get()
    return row ?? [1, 0, 0]
  } catch (error) {
    if (readSqliteError(error) === null) throw error
    if (isLostFlush(error)) tell('lost')
    return [1, 0, 0]
  }
}

serve(workerData)
