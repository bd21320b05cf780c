/** What one job or owner writes with: the statements of a connection, for as long as its transaction lives. */
import type Database from 'better-sqlite3'
import type { Work } from './after-commit.ts'
import type { Cell, Writer } from './dialect.ts'
import { translateError } from './sqlite-error.ts'
import type { RawStatement, StatementCache } from './statement-cache.ts'
import { bumpSql } from './versions.ts'

export class TransactionHandle implements Writer {
  readonly commitWork: Work[] = []
  readonly afterWork: Work[] = []
  readonly rollbackWork: Work[] = []
  /** Did it count something in `_dapur_versions`? */
  hasBumped = false
  /** The error with which SQLite undid the whole transaction, if it did. */
  lostBy: Error | undefined
  readonly #db: Database.Database
  readonly #statements: StatementCache<RawStatement>
  #ended: Error | string | undefined

  constructor(db: Database.Database, statements: StatementCache<RawStatement>) {
    this.#db = db
    this.#statements = statements
  }

  all(sql: string, params: readonly Cell[]): Cell[][] {
    this.#check()
    try {
      return this.#statements.get(sql).all(params)
    } catch (error) {
      throw this.#noticed(error)
    }
  }

  get(sql: string, params: readonly Cell[]): Cell[] | undefined {
    this.#check()
    try {
      return this.#statements.get(sql).get(params)
    } catch (error) {
      throw this.#noticed(error)
    }
  }

  run(sql: string, params: readonly Cell[]): { readonly changes: number } {
    if (sql === bumpSql) this.hasBumped = true
    this.#check()
    try {
      return this.#statements.get(sql).run(params)
    } catch (error) {
      throw this.#noticed(error)
    }
  }

  onCommit(work: Work): void {
    this.commitWork.push(work)
  }

  afterCommit(work: Work): void {
    this.afterWork.push(work)
  }

  onRollback(work: Work): void {
    this.rollbackWork.push(work)
  }

  /** No statement runs after this; a later use throws `why`, made an error only then: a stack costs more than a row. */
  end(why: Error | string): void {
    this.#ended ??= why
  }

  /** Run one statement of this transaction that is not its own. */
  guard<T>(statement: () => T): T {
    this.#check()
    try {
      return statement()
    } catch (error) {
      throw this.#noticed(error)
    }
  }

  #check(): void {
    if (this.#ended === undefined) return
    throw typeof this.#ended === 'string' ? new Error(this.#ended) : this.#ended
  }

  /**
   * When a statement failed so badly that SQLite undid the whole transaction (a full disk, an I/O error), nothing may
   * run any more: the next statement would be a transaction of its own and become durable alone.
   */
  #noticed(error: unknown): unknown {
    if (!this.#db.inTransaction) {
      this.lostBy ??= translateError(error)
      this.end(this.lostBy)
    }
    return error
  }
}
