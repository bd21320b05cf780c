/** The auxiliary data base (`auxiliary.db`): a file of its own for what may be lost and must hold nothing up. */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { systemClock } from '../base/clock.ts'
import { openOrReplace } from './auxiliary-file.ts'
import { AuxiliaryThread } from './auxiliary-thread.ts'
import { auxiliaryWriter } from './auxiliary-writer.ts'
import { boundedReader } from './bounded-reader.ts'
import type { AuxiliaryOptions, AuxiliaryStorage, Cell } from './dialect.ts'
import { heavyReader } from './heavy-reader.ts'
import { kyselyOn, objectStatements } from './kysely-driver.ts'
import { translateError } from './sqlite-error.ts'
import { sqliteSql } from './sqlite-sql.ts'
import { rawStatements, statementCache } from './statement-cache.ts'

const heavyLimits = { queue: 8, longestIdle: 60_000, maxBytes: 32 * 1024 * 1024 }

/** In ms. */
const longestRead = 5000

/**
 * Open it. Its durability is `normal` whatever that of the records is: a process that is killed loses nothing that was
 * committed, a power cut may take the last seconds of the logs, and no commit waits for the disk.
 *
 * Written in a thread, because a checkpoint, a vacuum, or a disk that hangs must not stop the loop; read on the loop as
 * long as that is short, else in a process that can be killed.
 *
 * @example const auxiliary = openAuxiliary('./data')
 */
export function openAuxiliary(dir: string, { onReplaced }: AuxiliaryOptions = {}): AuxiliaryStorage {
  const file = join(dir, 'auxiliary.db')
  const db = openOrReplace(file, onReplaced)
  const thread = new AuxiliaryThread(file)
  const heavy = heavyReader({ ...heavyLimits, file, size: Math.min(2, availableParallelism()) })
  // Each read has a snapshot of its own: whoever waited for a write sees it.
  const bounded = boundedReader({
    db,
    hot: { enter: () => undefined },
    statements: statementCache(rawStatements(db), 100),
    clock: systemClock,
  })
  let closing: Promise<void> | undefined
  return {
    sql: sqliteSql,
    ...migrationsOf(db, () => bounded.clear()),
    append: async (sql, rows) => void (await thread.order({ kind: 'append', sql, rows })),
    appendNow(sql, rows) {
      try {
        auxiliaryWriter(db)({ kind: 'append', sql, rows })
      } catch (error) {
        throw translateError(error)
      }
    },
    read: async (sql, params) => bounded.attempt(sql, params) ?? (await readElsewhere(sql, params)),
    heavy: readElsewhere,
    run: (sql, params) => thread.order({ kind: 'run', sql, params }),
    compact: async () => void (await thread.order({ kind: 'compact' })),
    close: () => (closing ??= close()),
  }

  function readElsewhere(sql: string, params: readonly Cell[]): Promise<Cell[][]> {
    return heavy.read({ sql, params, deadline: longestRead, maxRows: Number.MAX_SAFE_INTEGER })
  }
  async function close(): Promise<void> {
    await Promise.all([heavy.close(), thread.close()])
    db.close()
  }
}

/** What `migrate` needs: statements and transactions on this connection, at boot only. */
function migrationsOf(
  db: Database.Database,
  onMigrated: () => void,
): Pick<AuxiliaryStorage, 'cold' | 'transaction'> {
  const prepare = objectStatements(db)
  const cold = kyselyOn((sql, params) => prepare(sql)(params))
  const handle: { readonly db: typeof cold } = { db: cold }
  async function transaction<T>(work: (tx: typeof handle) => Promise<T>): Promise<T> {
    db.exec('BEGIN IMMEDIATE')
    try {
      const result = await work(handle)
      db.exec('COMMIT')
      onMigrated()
      return result
    } finally {
      if (db.inTransaction) db.exec('ROLLBACK')
    }
  }
  return { cold, transaction }
}
