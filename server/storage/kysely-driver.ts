/** Kysely on a connection that we hold: cached statements, no pool, no transactions of its own. */
import type Database from 'better-sqlite3'
import {
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
} from 'kysely'
import type { Tables } from './dialect.ts'

/** Runs one prepared statement and answers in Kysely's terms: rows as objects. */
export type ObjectStatement = (params: readonly unknown[]) => QueryResult<unknown>

/** Prepare for rows as objects. */
export function objectStatements(db: Database.Database): (sql: string) => ObjectStatement {
  return (sql) => {
    const statement = db.prepare<[unknown[]]>(sql)
    if (statement.reader) return (params) => ({ rows: statement.all(params.map(toBound)) })
    return (params) => {
      const { changes, lastInsertRowid } = statement.run(params.map(toBound))
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    }
  }
}

/** Prepare for rows as objects, and refuse whatever is not a query. */
export function readOnlyStatements(db: Database.Database): (sql: string) => ObjectStatement {
  const prepare = objectStatements(db)
  return (sql) => {
    const { reader, readonly } = db.prepare(sql)
    if (!reader || !readonly)
      throw new Error(`storage.cold only reads; write with storage.write() or storage.transaction(): ${sql}`)
    return prepare(sql)
  }
}

/** SQLite binds neither booleans nor undefined. */
function toBound(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0
  return value ?? null
}

/**
 * A Kysely whose every query goes through `execute`, in the very turn in which Kysely asks for it.
 *
 * @example const db = kyselyOn((sql, params) => statements.get(sql)(params))
 */
export function kyselyOn(
  execute: (sql: string, params: readonly unknown[]) => QueryResult<unknown>,
): Kysely<Tables> {
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      // Kysely types R from the query that it compiled; a driver has no way to check it.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return execute(sql, parameters) as QueryResult<R>
    },
    streamQuery() {
      // A statement that stays open between turns would block every other one on its connection.
      throw new Error('streams are not available here; read in pages')
    },
  }
  const noTransaction = (): Promise<void> =>
    Promise.reject(new Error('this Kysely has no transactions of its own; use storage.transaction()'))
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createDriver: () => ({
      init: () => Promise.resolve(),
      acquireConnection: () => Promise.resolve(connection),
      releaseConnection: () => Promise.resolve(),
      destroy: () => Promise.resolve(),
      beginTransaction: noTransaction,
      commitTransaction: noTransaction,
      rollbackTransaction: noTransaction,
    }),
  }
  return new Kysely<Tables>({ dialect })
}
