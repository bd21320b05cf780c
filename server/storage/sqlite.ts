/** The SQLite dialect: one connection for hot reads and grouped writes, threads and processes for the rest. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { openAuxiliary } from './auxiliary.ts'
import { apiError } from '../base/error.ts'
import { createDataDir } from './data-dir.ts'
import type { Storage, StorageDialect, StorageLoad } from './dialect.ts'
import { kyselyOn } from './kysely-driver.ts'
import { openParts, type Parts } from './sqlite-parts.ts'
import { sqliteSql } from './sqlite-sql.ts'
import { writesOf } from './sqlite-writes.ts'

/**
 * SQLite, in the file `data.db` of the data directory.
 *
 * @example const storage = await sqlite.open({ dir: './data', durability: 'full' })
 */
export const sqlite: StorageDialect = {
  name: 'sqlite',
  // Opening answers at once here; other dialects have to connect.
  open: async (options) => {
    createDataDir(options.dir)
    return storageOf(openParts(options), options.dir)
  },
}

function storageOf(parts: Parts, dir: string): Storage {
  let isClosed = false
  function assertOpen(): void {
    // Whoever comes so late came in while it was open, and may come again: a restore opens another one.
    if (isClosed) throw apiError('storage_busy', {})
  }
  return {
    sql: sqliteSql,
    ...readsOf(parts),
    ...writesOf(parts, assertOpen),
    async heavy(sql, params, { deadline = 5000, maxRows = Number.MAX_SAFE_INTEGER } = {}) {
      assertOpen()
      return await parts.heavy.read({ sql, params, deadline, maxRows })
    },
    load: () => loadOf(parts, dir),
    onForeignChange: parts.versions.onForeignChange,
    onOtherCommit: (listen) => void parts.onMoved.push(listen),
    openAuxiliary: async (options) => openAuxiliary(dir, options),
    async close() {
      if (isClosed) return
      await finish(parts)
      isClosed = true
      await closeParts(parts)
    },
  }
}

function loadOf({ queue, heavy }: Parts, dir: string): StorageLoad {
  const { running, waiting } = heavy.load()
  return {
    waitingWrites: queue.size,
    heavyReads: running,
    waitingHeavyReads: waiting,
    // Only looked at from outside: to open the file here would drop SQLite's locks (`data-dir.ts`).
    walBytes: sizeOf(join(dir, 'data.db-wal')),
    databaseBytes: sizeOf(join(dir, 'data.db')),
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** What is read on the hot connection. */
function readsOf({
  hot,
  bounded,
  coldStatements,
}: Parts): Pick<Storage, 'enterTurn' | 'hot' | 'attempt' | 'stamp' | 'cold'> {
  return {
    enterTurn: hot.enter,
    hot,
    attempt: bounded.attempt,
    stamp: hot.stamp,
    cold: kyselyOn((sql, params) => {
      hot.enter()
      return coldStatements.get(sql)(params)
    }),
  }
}

/** Nobody is turned away who came before the end, nor what a commit set going. */
async function finish({ queue, lock, after }: Parts): Promise<void> {
  await queue.drained()
  await lock.take()
  lock.free()
  await after.drained()
}

/** The hot connection goes last: it is then the only one, and its end removes the WAL. */
async function closeParts({ heavy, console, alter, owned, hot, checkpointer, db }: Parts): Promise<void> {
  await Promise.all([heavy.close(), console.close(), alter.close()])
  owned.close()
  hot.end()
  await checkpointer.close()
  db.close()
}
