/**
 * The contract of storage: what a database has to be able to do for us. SQLite is one variant, PostgreSQL comes next.
 *
 * SQL that is written by hand has `?` for its parameters; compiled by Kysely it has the dialect's own.
 */
import type { Kysely, RawBuilder } from 'kysely'
import type { Now } from '../base/now.ts'

/** The stored form of one field of one record. */
export type Cell = string | number | null

/** Kysely's view of tables that are only known at run time. */
export type Tables = Record<string, Record<string, Cell>>

/** How a column is declared; each dialect has its own words for these. */
export type ColumnKind = 'id' | 'text' | 'number' | 'boolean' | 'list' | 'json' | 'point'

/** Reads rows as positional arrays: the query names its columns, so their places are known. */
export interface Reader {
  /** All rows. `sql` is compiled once and kept, so pass the same string again rather than a new one. */
  all(sql: string, params: readonly Cell[]): Now<Cell[][]>
  /** The first row. */
  get(sql: string, params: readonly Cell[]): Now<Cell[] | undefined>
}

/** A transaction in which one request writes. Whatever it does is undone when its work throws. */
export interface Writer extends Reader {
  /** Run a statement that answers no rows. */
  run(sql: string, params: readonly Cell[]): Now<{ readonly changes: number }>
  /** Called in the turn of the COMMIT, before any answer is sent: let caches fall here. Must not throw. */
  onCommit(work: () => void): void
  /** Called after the answers of the same group were sent, in commit order: events and hooks. */
  afterCommit(work: () => void): void
  /** Called when what this transaction did is undone: remove files that were written for it. */
  onRollback(work: () => void): void
}

/** A transaction on a connection of its own, held under the writer lock: its work may wait for other things. */
export interface OwnedTransaction extends Writer {
  /** The same transaction through Kysely, for code of owners and for rare statements. */
  readonly db: Kysely<Tables>
}

/** A schema change: runs where it does not stop the loop. */
export interface SchemaTransaction {
  run(sql: string, params?: readonly Cell[]): Promise<{ readonly changes: number }>
  all(sql: string, params?: readonly Cell[]): Promise<Cell[][]>
}

/** SQL that we did not build. */
export interface ConsoleOrder {
  /** One statement or several with `;` between them. */
  readonly sql: string
  readonly isWrite: boolean
  /** The most rows of the answer. */
  readonly maxRows: number
  /** In ms. */
  readonly deadline: number
}

/** What the last statement of an order answered. */
export interface ConsoleAnswer {
  /** `type` is the declared one, '' for an expression. Empty after a write. */
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Values as text. */
  readonly rows: readonly (readonly (string | null)[])[]
  /** Rows that a write has changed. */
  readonly changes: number
}

/** What is counted in `_dapur_versions`, so that other processes notice its changes. */
export type Counted = 'catalog' | 'settings' | 'tokens'

/** What is wrong with the disk under the data; the object lives, and its values change. */
export interface StorageCondition {
  /** The last write that found no room was after the last one that is known to have found some. */
  readonly isFull: boolean
  /** The disk has failed to keep what was flushed: writes are refused until the process starts anew. */
  readonly isBroken: boolean
}

/** How much there is to do, and how much there is to copy. */
export interface StorageLoad {
  /** Writes that wait for their group. */
  readonly waitingWrites: number
  /** Costly reads that run, and that wait for a process. */
  readonly heavyReads: number
  readonly waitingHeavyReads: number
  /** What is not in the database's own file yet. */
  readonly walBytes: number
  readonly databaseBytes: number
}

/** What a database error says, where it says something that a caller can mend. */
export type Clash =
  /** `columns` is empty for an index over expressions: then only the index's name is known, and the table is ''. */
  | {
      readonly kind: 'unique'
      readonly table: string
      readonly columns: readonly string[]
      readonly index?: string
    }
  | { readonly kind: 'busy' }
  | { readonly kind: 'full' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'sql'; readonly message: string }

/** The few places where databases differ for us, as pieces of SQL. */
export interface SqlDialect {
  readonly name: 'sqlite' | 'postgres'
  /** Can a column's type be changed without rebuilding the table? */
  readonly altersInPlace: boolean
  /** The declaration behind a column's name in CREATE TABLE and ADD COLUMN, e.g. `TEXT DEFAULT '' NOT NULL`. */
  columnType(kind: ColumnKind): string
  /** Equal, where NULL equals NULL. */
  is(left: RawBuilder<unknown>, right: RawBuilder<unknown>): RawBuilder<boolean>
  /** Different, where NULL equals NULL. */
  isNot(left: RawBuilder<unknown>, right: RawBuilder<unknown>): RawBuilder<boolean>
  /** `left LIKE pattern`, backslash escapes, letter case of ASCII ignored. */
  like(left: RawBuilder<unknown>, pattern: RawBuilder<unknown>): RawBuilder<boolean>
  notLike(left: RawBuilder<unknown>, pattern: RawBuilder<unknown>): RawBuilder<boolean>
  /** Text joined: `left || right`. */
  concat(...parts: RawBuilder<unknown>[]): RawBuilder<string>
  /** Equal, letter case of ASCII ignored; served by an index that ignores it too (`COLLATE NOCASE`). */
  sameText(left: RawBuilder<unknown>, right: RawBuilder<unknown>): RawBuilder<boolean>
  /** ASCII lower case. */
  lower(text: RawBuilder<unknown>): RawBuilder<string>
  /**
   * A stored list (or a single value) as a table source with one column `value`, which may name tables to its left
   * and needs an alias: `LEFT JOIN ${listItems(x)} AS "item"`; contract data.md §5.6 json_each.
   */
  listItems(list: RawBuilder<unknown>): RawBuilder<unknown>
  /** How many elements a stored list has; an empty single value has 0. */
  listLength(list: RawBuilder<unknown>): RawBuilder<number>
  /** A value inside a JSON cell, `[]` for the whole; contract data.md §5.6. Path parts are checked words or indexes. */
  jsonAt(json: RawBuilder<unknown>, path: readonly (string | number)[]): RawBuilder<unknown>
  /** SQLite's strftime (contract data.md §5.5). */
  strftime(format: RawBuilder<unknown>, rest: readonly RawBuilder<unknown>[]): RawBuilder<string>
  /** Great-circle distance in km; contract data.md §5.5. */
  distance(
    lonA: RawBuilder<unknown>,
    latA: RawBuilder<unknown>,
    lonB: RawBuilder<unknown>,
    latB: RawBuilder<unknown>,
  ): RawBuilder<number>
  random(): RawBuilder<number>
  /** The insertion order of a table (`@rowid`). */
  insertionOrder(table: string): RawBuilder<number>
  /**
   * A condition that always holds, by which `Storage.attempt` sees how far a statement has come. Say it for the base
   * first, then for each table that is joined, by its name in the statement; without a name for the rows of a view.
   */
  pace(table: string | undefined): RawBuilder<boolean>
  /** Read a driver's error, or null for one that is not the database's. */
  readError(error: unknown): Clash | null
}

/** One opened data base. */
export interface Storage {
  readonly sql: SqlDialect
  /**
   * Begin the reads of this loop turn, and notice what other processes committed: at the head of every request,
   * before anything that is kept in memory is believed.
   */
  enterTurn(): void
  /** Hot reads: all reads of one loop turn share one snapshot. */
  readonly hot: Reader
  /**
   * A hot read that may turn out to be long: undefined when it would hold up the loop, and then it is one for `heavy`.
   * Its statement says `SqlDialect.pace` among its conditions.
   *
   * @example andThen(storage.attempt(sql, params), (rows) => rows ?? storage.heavy(sql, params))
   */
  attempt(sql: string, params: readonly Cell[]): Now<Cell[][] | undefined>
  /** Other than before once anything was committed that a hot read sees; undefined where that cannot be told. */
  stamp(): string | undefined
  /** Kysely for rare reads and for building statements (`builder.compile()`); autocommit writes are refused. */
  readonly cold: Kysely<Tables>
  /**
   * Write together with whatever else is written in this loop turn: one savepoint for this job, one COMMIT
   * for all, and the promise settles after it. The job must not wait for anything but `tx`.
   * Errors: what the job throws (only this job is undone); `storage_busy` 503, `storage_broken` 503, `storage_full` 507.
   */
  write<T>(job: (tx: Writer) => Now<T>): Promise<T>
  /** A transaction that may wait, under the writer lock; past `deadline` ms (default 3,000) it is rolled back with `transaction_expired`. */
  transaction<T>(
    work: (tx: OwnedTransaction) => Promise<T>,
    options?: { readonly deadline?: number },
  ): Promise<T>
  /**
   * A schema change under the writer lock. `work` returns what to do at the COMMIT, which is waited for in one
   * turn: no request sees new tables with old plans. It may run for minutes; hot reads go on meanwhile.
   * `swap` must not throw. A database error undoes everything and reaches the caller as it is (`sql.readError`).
   */
  alter<T>(
    work: (tx: SchemaTransaction) => Promise<{ readonly result: T; readonly swap: () => void }>,
  ): Promise<T>
  /**
   * Costly reads that we built, in a child process that is killed at its deadline (ms, default 5,000): `query_expired` 400.
   * At most 32 MiB of answer. Errors: `query_queue_full` 503.
   */
  heavy(
    sql: string,
    params: readonly Cell[],
    options?: { readonly deadline?: number; readonly maxRows?: number },
  ): Promise<Cell[][]>
  /**
   * What a superuser typed, in a process of its own that is killed at its deadline: `query_expired` 400. Reads cannot
   * reach beyond this data base; writes hold the writer lock, are one transaction, and nobody is told of them.
   * Errors: the database's own, as it is (`sql.readError`); `query_queue_full` 503.
   */
  console(order: ConsoleOrder): Promise<ConsoleAnswer>
  readonly condition: StorageCondition
  load(): StorageLoad
  /**
   * Write what is there already, so that `condition` says what is true now.
   * Errors: those of `write`.
   */
  probe(): Promise<void>
  /** Call `listen` when another process changed one of the counted things of `_dapur_versions`. */
  onForeignChange(listen: (what: Counted) => void): void
  /**
   * Call `listen` when something was committed that did not come through the hot group: by another process, or on
   * another connection of ours. Found out by `enterTurn`, maybe in the middle of a transaction: only take note then.
   */
  onOtherCommit(listen: () => void): void
  /** Open the data base beside this one; whoever does closes it. Only one process may. */
  openAuxiliary(options?: AuxiliaryOptions): Promise<AuxiliaryStorage>
  /** Let the data base look at its tables, so that it plans well, and copy its log away; off the loop. */
  optimize(): Promise<void>
  /** Finish what was started, checkpoint, close. */
  close(): Promise<void>
}

export interface AuxiliaryOptions {
  /** What was there is no data base any more: it was put aside under this name, and an empty one is in its place. */
  readonly onReplaced?: (name: string) => void
}

/** A data base beside the records': for the logs, which may lose their last seconds and must not hold anything up. */
export interface AuxiliaryStorage {
  readonly sql: SqlDialect
  /** Kysely for migrations, and for building statements (`builder.compile()`). */
  readonly cold: Kysely<Tables>
  /** A transaction of a migration. */
  transaction<T>(work: (tx: { readonly db: Kysely<Tables> }) => Promise<T>): Promise<T>
  /**
   * The same statement once for each row, all in one transaction, off the loop.
   * Errors: `storage_busy` 503, `storage_broken` 503, `storage_full` 507; then nothing is there.
   */
  append(sql: string, rows: readonly (readonly Cell[])[]): Promise<void>
  /** The same in this very turn: for the last words before an end. */
  appendNow(sql: string, rows: readonly (readonly Cell[])[]): void
  /**
   * Read what we built: on the loop while that is short, else in a process that is killed after 5 s. Its statement says
   * `SqlDialect.pace` among its conditions. Errors: `query_expired` 400, `query_too_large` 400, `query_queue_full` 503.
   */
  read(sql: string, params: readonly Cell[]): Promise<Cell[][]>
  /** The same for what is known to be long. */
  heavy(sql: string, params: readonly Cell[]): Promise<Cell[][]>
  /** A statement that answers no rows, off the loop; says how many it changed. Errors: as for `append`. */
  run(sql: string, params: readonly Cell[]): Promise<number>
  /** Give the room of what was deleted back to the disk, off the loop. */
  compact(): Promise<void>
  close(): Promise<void>
}

/** A way to keep data. */
export interface StorageDialect {
  readonly name: 'sqlite' | 'postgres'
  open(options: StorageOptions): Promise<Storage>
}

export interface StorageOptions {
  /** The data directory. */
  readonly dir: string
  /** `full`: an acknowledged write survives a power cut. `normal`: it survives a crash of the process. */
  readonly durability: 'full' | 'normal'
}
