/** The thread behind `alter-thread.ts`: runs the statements of a schema change on a connection of its own. */
import { workerData } from 'node:worker_threads'
import type Database from 'better-sqlite3'
import type { AlterAnswer, AlterOrder } from './alter-post.ts'
import type { AlterTask } from './alter-thread.ts'
import { openDatabase } from './database.ts'
import { sendError } from './sqlite-error.ts'
import { rawStatements } from './statement-cache.ts'
import { countersOf } from './versions.ts'

type Reply = Partial<Pick<AlterAnswer, 'rows' | 'changes' | 'counters'>>

/** Everything that the main thread may order, on one connection. */
function executor(db: Database.Database): (order: AlterOrder) => Reply {
  const counters = countersOf(db)
  const prepare = rawStatements(db)
  let lostBy: unknown

  function begin(): Reply {
    db.exec('BEGIN IMMEDIATE')
    lostBy = undefined
    return { counters: counters() }
  }
  function undo(): Reply {
    if (db.inTransaction) db.exec('ROLLBACK')
    return {}
  }
  function commit(): Reply {
    const reply = { counters: counters() }
    db.exec('COMMIT')
    return reply
  }
  return ({ kind, sql, params }) => {
    if (kind === 'begin') return begin()
    if (kind === 'undo') return undo()
    // SQLite has undone the transaction (a full disk, an I/O error): a statement now would be one of its own.
    if (!db.inTransaction) throw lostBy
    try {
      if (kind === 'commit') return commit()
      return kind === 'all'
        ? { rows: prepare(sql).all(params) }
        : { changes: prepare(sql).run(params).changes }
    } catch (error) {
      if (!db.inTransaction) lostBy = error
      throw error
    }
  }
}

function serve({ file, durability, port, gate }: AlterTask): void {
  const db = openDatabase({ file, durability, role: 'worker' })
  const execute = executor(db)
  port.on('message', (order: AlterOrder) => {
    const answer: AlterAnswer = { id: order.id, rows: [], changes: 0, counters: undefined, error: undefined }
    try {
      port.postMessage({ ...answer, ...execute(order) })
    } catch (error) {
      port.postMessage({ ...answer, error: sendError(error) })
    }
    if (order.kind !== 'commit') return
    // The main thread stands still until the COMMIT is through.
    Atomics.store(gate, 0, 1)
    Atomics.notify(gate, 0)
  })
  port.on('close', () => db.close())
}

serve(workerData)
