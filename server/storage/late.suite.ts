/** A test aid: any storage as one that answers late, as a database over the network does. */
import type { Now } from '../base/now.ts'
import type { OwnedTransaction, Reader, Storage, Writer } from './dialect.ts'

/**
 * Turn every answer of a storage's readers and writers into a promise. What works on this one does not rely on
 * SQLite's answering at once.
 *
 * @example const storage = lateStorage(await sqlite.open({ dir, durability: 'normal' }))
 */
export function lateStorage(storage: Storage): Storage {
  return {
    ...storage,
    hot: lateReader(storage.hot),
    attempt: (sql, params) => late(() => storage.attempt(sql, params)),
    // A job may wait here, so it cannot run in the hot group.
    write: (job) => storage.transaction(async (tx) => await job(lateWriter(tx)), { deadline: 30_000 }),
    transaction: (work, options) => storage.transaction((tx) => work(lateOwned(tx)), options),
  }
}

function lateReader(reader: Reader): Reader {
  return {
    all: (sql, params) => late(() => reader.all(sql, params)),
    get: (sql, params) => late(() => reader.get(sql, params)),
  }
}

function lateWriter(tx: Writer): Writer {
  return {
    ...lateReader(tx),
    run: (sql, params) => late(() => tx.run(sql, params)),
    onCommit: (work) => tx.onCommit(work),
    afterCommit: (work) => tx.afterCommit(work),
    onRollback: (work) => tx.onRollback(work),
  }
}

function lateOwned(tx: OwnedTransaction): OwnedTransaction {
  return { ...lateWriter(tx), db: tx.db }
}

/** Later than a microtask: other requests have their turn in between. */
async function late<T>(answer: () => Now<T>): Promise<T> {
  await new Promise((resolve) => setImmediate(resolve))
  return await answer()
}
