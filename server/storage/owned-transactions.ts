/** Transactions that may wait: on a connection of their own, under the writer lock, with a deadline. */
import type Database from 'better-sqlite3'
import type { Kysely } from 'kysely'
import type { Clock } from '../base/clock.ts'
import { apiError } from '../base/error.ts'
import { counter } from '../base/metrics.ts'
import { runEach, type AfterCommit } from './after-commit.ts'
import { beginPatiently } from './begin-patiently.ts'
import type { OwnedTransaction, Tables } from './dialect.ts'
import type { HotReader } from './hot-reader.ts'
import { kyselyOn, objectStatements, type ObjectStatement } from './kysely-driver.ts'
import { translateError } from './sqlite-error.ts'
import { rawStatements, statementCache, type RawStatement, type StatementCache } from './statement-cache.ts'
import { TransactionHandle } from './transaction-handle.ts'
import { countersOf, type Counters, type Versions } from './versions.ts'
import type { WriterLock } from './writer-lock.ts'

const ownedCommits = counter(
  'dapur_storage_owned_commits_total',
  'Transactions of an owner, and long writes, that were committed.',
)

export interface OwnedOptions {
  readonly open: () => Database.Database
  readonly hot: HotReader
  readonly lock: WriterLock
  readonly versions: Versions
  readonly after: AfterCommit
  readonly clock: Clock
  /** Called after each COMMIT. */
  readonly onCommitted: () => void
}

export interface OwnedTransactions {
  run<T>(work: (tx: OwnedTransaction) => Promise<T>, deadline: number): Promise<T>
  /** The schema changed. */
  forgetStatements(): void
  close(): void
}

/** The one connection that all owners use in turn: the writer lock lets only one in. */
interface OwnedConnection {
  readonly db: Database.Database
  readonly raw: StatementCache<RawStatement>
  readonly objects: StatementCache<ObjectStatement>
  readonly counters: () => Counters
}

/** Runs owners' transactions one after the other. The connection is opened at the first one. */
export function ownedTransactions(options: OwnedOptions): OwnedTransactions {
  let connection: OwnedConnection | undefined
  return {
    async run(work, deadline) {
      await options.lock.take()
      try {
        connection ??= connect(options.open())
        await begin(connection.db, options.clock)
        return await runOwned(connection, options, { work, deadline })
      } catch (error) {
        throw translateError(error)
      } finally {
        options.lock.free()
      }
    },
    forgetStatements() {
      connection?.raw.clear()
      connection?.objects.clear()
    },
    close() {
      connection?.db.close()
    },
  }
}

function connect(db: Database.Database): OwnedConnection {
  return {
    db,
    raw: statementCache(rawStatements(db), 200),
    objects: statementCache(objectStatements(db), 200),
    counters: countersOf(db),
  }
}

function begin(db: Database.Database, clock: Clock): Promise<void> {
  return new Promise((onBegun, onFailed) => {
    beginPatiently({ attempt: () => db.exec('BEGIN IMMEDIATE'), clock, onBegun, onFailed })
  })
}

interface Task<T> {
  readonly work: (tx: OwnedTransaction) => Promise<T>
  readonly deadline: number
}

async function runOwned<T>(
  connection: OwnedConnection,
  options: OwnedOptions,
  { work, deadline }: Task<T>,
): Promise<T> {
  const handle = new OwnedHandle(connection)
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = apiError('transaction_expired', { ms: deadline })
      handle.end(error)
      reject(error)
    }, deadline)
  })
  try {
    options.versions.compare(connection.counters())
    const result = await Promise.race([work(handle), expired])
    commitOwned(connection, options, handle)
    return result
  } catch (error) {
    handle.end(over())
    if (connection.db.inTransaction) connection.db.exec('ROLLBACK')
    runEach(handle.rollbackWork)
    throw handle.lostBy ?? error
  } finally {
    clearTimeout(timer)
  }
}

/** COMMIT, and everything that must happen before anyone else has a turn. */
function commitOwned(connection: OwnedConnection, options: OwnedOptions, handle: TransactionHandle): void {
  if (handle.lostBy) throw handle.lostBy
  const counters = connection.counters()
  connection.db.exec('COMMIT')
  ownedCommits.value++
  handle.end(over())
  // The snapshot of this turn is older than the commit; whoever reads next must see it.
  options.hot.end()
  options.versions.adopt(counters)
  options.onCommitted()
  runEach(handle.commitWork)
  options.after.push(handle.afterWork)
}

function over(): Error {
  return new Error('the transaction is over: it cannot be used any more')
}

/** A handle that speaks Kysely too. */
class OwnedHandle extends TransactionHandle implements OwnedTransaction {
  readonly #objects: StatementCache<ObjectStatement>
  #kysely: Kysely<Tables> | undefined

  constructor({ db, raw, objects }: OwnedConnection) {
    super(db, raw)
    this.#objects = objects
  }

  get db(): Kysely<Tables> {
    this.#kysely ??= kyselyOn((sql, params) => this.guard(() => this.#objects.get(sql)(params)))
    return this.#kysely
  }
}
