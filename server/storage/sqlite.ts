/** The SQLite dialect: one connection for hot reads and grouped writes, threads and processes for the rest. */
import { createDataDir } from './data-dir.ts'
import type { Storage, StorageDialect } from './dialect.ts'
import { kyselyOn } from './kysely-driver.ts'
import { openParts, type Parts } from './sqlite-parts.ts'
import { sqliteSql } from './sqlite-sql.ts'

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
    return storageOf(openParts(options))
  },
}

function storageOf(parts: Parts): Storage {
  let isClosed = false
  function assertOpen(): void {
    if (isClosed) throw new Error('the storage is closed')
  }
  return {
    sql: sqliteSql,
    ...readsOf(parts),
    async write(job) {
      assertOpen()
      return await parts.queue.write(job)
    },
    async transaction(work, { deadline = 3000 } = {}) {
      assertOpen()
      return await parts.owned.run(work, deadline)
    },
    async alter(work) {
      assertOpen()
      return await parts.alter.run(work)
    },
    async heavy(sql, params, { deadline = 5000, maxRows = Number.MAX_SAFE_INTEGER } = {}) {
      assertOpen()
      return await parts.heavy.read({ sql, params, deadline, maxRows })
    },
    async console(order) {
      assertOpen()
      return await parts.console.run(order)
    },
    onForeignChange: parts.versions.onForeignChange,
    async close() {
      if (isClosed) return
      await finish(parts)
      isClosed = true
      await closeParts(parts)
    },
  }
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
