/** Prepared statements of one connection, kept under their SQL: preparing costs eight times what a point read costs. */
import type Database from 'better-sqlite3'
import type { Cell } from './dialect.ts'

/** A statement that answers rows as positional arrays. */
export type RawStatement = Database.Statement<[readonly Cell[]], Cell[]>

export interface StatementCache<S> {
  /** The statement for this text; prepared when it is not there yet. */
  get(sql: string): S
  /** Forget all, after a schema change. */
  clear(): void
}

/**
 * Keep the statements that were used lately.
 *
 * Two generations instead of a list by age: a hit on the same string is one look-up in a Map, and what was not used
 * while `size / 2` others came is forgotten.
 *
 * @example const statements = statementCache(rawStatements(db), 500)
 */
export function statementCache<S>(prepare: (sql: string) => S, size: number): StatementCache<S> {
  let young = new Map<string, S>()
  let old = new Map<string, S>()
  return {
    get(sql) {
      const known = young.get(sql)
      if (known !== undefined) return known
      const statement = old.get(sql) ?? prepare(sql)
      if (young.size >= size / 2) {
        old = young
        young = new Map()
      }
      young.set(sql, statement)
      return statement
    },
    clear() {
      young = new Map()
      old = new Map()
    },
  }
}

/** Prepare for positional rows. */
export function rawStatements(db: Database.Database): (sql: string) => RawStatement {
  return (sql) => {
    const statement = db.prepare<[readonly Cell[]], Cell[]>(sql)
    return statement.reader ? statement.raw() : statement
  }
}
