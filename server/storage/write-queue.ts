/** Group commit: all that is written in one loop turn shares one transaction and one fsync. */
import type Database from 'better-sqlite3'
import type { Now } from '../base/now.ts'
import { beginPatiently } from './begin-patiently.ts'
import type { Writer } from './dialect.ts'
import { jobOf, settleFailed, type Job } from './job.ts'
import { groupRunner, type GroupOptions } from './run-group.ts'
import type { RawStatement, StatementCache } from './statement-cache.ts'
import { TransactionHandle } from './transaction-handle.ts'
import type { WriterLock } from './writer-lock.ts'

export interface WriteQueueOptions extends GroupOptions {
  readonly statements: StatementCache<RawStatement>
  readonly lock: WriterLock
}

/** The most jobs of one group: reads must have their turn too. */
const largestGroup = 256

/**
 * The queue of the hot connection.
 *
 * A setImmediate is enough of a window: every body that arrived in the same poll of the loop joins, and a lone
 * request waits for nobody.
 */
export class WriteQueue {
  readonly #options: WriteQueueOptions
  readonly #begin: Database.Statement
  readonly #runGroup: (group: readonly Job[]) => readonly Job[]
  #jobs: Job[] = []
  #isUnderWay = false
  #idle: (() => void)[] = []

  constructor(options: WriteQueueOptions) {
    this.#options = options
    this.#begin = options.db.prepare('BEGIN IMMEDIATE')
    this.#runGroup = groupRunner(options)
  }

  write<T>(work: (tx: Writer) => Now<T>): Promise<T> {
    const { db, statements } = this.#options
    return new Promise((resolve, reject) => {
      this.#jobs.push(jobOf({ work, resolve, reject, handle: new TransactionHandle(db, statements) }))
      this.#schedule()
    })
  }

  /** How many writes wait for their group. */
  get size(): number {
    return this.#jobs.length
  }

  /** Resolves when nothing waits to be written. */
  async drained(): Promise<void> {
    if (this.#isUnderWay) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  #schedule(): void {
    if (this.#isUnderWay) return
    this.#isUnderWay = true
    setImmediate(() => {
      if (this.#options.lock.tryTake()) this.#start()
      else void this.#options.lock.take().then(() => this.#start())
    })
  }

  #start(): void {
    beginPatiently({
      attempt: () => {
        this.#options.hot.end()
        this.#begin.run()
      },
      clock: this.#options.clock,
      onBegun: () => this.#flush(),
      onFailed: (error) => this.#refuse(error),
    })
  }

  #flush(): void {
    const group = this.#jobs.splice(0, largestGroup)
    try {
      this.#jobs.unshift(...this.#runGroup(group))
    } finally {
      this.#finish()
    }
  }

  #refuse(error: unknown): void {
    const refused = this.#jobs.splice(0)
    this.#finish()
    for (const job of refused) settleFailed(job, error)
  }

  #finish(): void {
    this.#options.lock.free()
    this.#isUnderWay = false
    if (this.#jobs.length > 0) return this.#schedule()
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}
