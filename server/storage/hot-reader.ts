/** Hot reads: one read transaction per loop turn, because opening it costs more than reading a row. */
import type Database from 'better-sqlite3'
import type { Cell, Reader } from './dialect.ts'
import { translateError } from './sqlite-error.ts'
import type { RawStatement, StatementCache } from './statement-cache.ts'

export interface HotReader extends Reader {
  all(sql: string, params: readonly Cell[]): Cell[][]
  get(sql: string, params: readonly Cell[]): Cell[] | undefined
  /** Have the turn's read transaction open. */
  readonly enter: () => void
  /** End it: before a write on the same connection, and after a commit on another one, so that reads see it. */
  end(): void
  /** Did another connection commit since we last looked? Then tell. */
  look(): void
  /** Another text after every commit, of this connection or another one. */
  readonly stamp: () => string
}

export interface HotReaderOptions {
  readonly db: Database.Database
  readonly statements: StatementCache<RawStatement>
  /** Another connection, of this process or another, has committed. */
  readonly onMoved: () => void
}

/**
 * Read on the hot connection. The first read of a turn runs BEGIN and looks at `PRAGMA data_version`; a setImmediate
 * ends it, so that no snapshot outlives its turn (a held one would keep the WAL from being reset).
 */
export function hotReader({ db, statements, onMoved }: HotReaderOptions): HotReader {
  const begin = db.prepare('BEGIN')
  const commit = db.prepare('COMMIT')
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()
  let seen = dataVersion.get()
  let isOpen = false
  let isScheduled = false

  function enter(): void {
    // A job of a write group that reads through here is inside its own transaction already.
    if (isOpen || db.inTransaction) return
    try {
      begin.run()
      isOpen = true
      if (!isScheduled) setImmediate(endTurn)
      isScheduled = true
      look()
    } catch (error) {
      throw translateError(error)
    }
  }
  function look(): void {
    const version = dataVersion.get()
    if (version === seen) return
    seen = version
    onMoved()
  }
  function endTurn(): void {
    isScheduled = false
    end()
  }
  function end(): void {
    if (!isOpen) return
    isOpen = false
    // After an I/O error SQLite has ended it by itself.
    if (db.inTransaction) commit.run()
  }
  return { ...turnReads(statements, enter), enter, end, look, stamp: stampOf(db, enter) }
}

/** `data_version` tells of other connections, `total_changes` of this one. */
function stampOf(db: Database.Database, enter: () => void): () => string {
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()
  const ownChanges = db.prepare<[], number>('SELECT total_changes()').pluck()
  return () => {
    enter()
    return `${dataVersion.get()} ${ownChanges.get()}`
  }
}

function turnReads(
  statements: StatementCache<RawStatement>,
  enter: () => void,
): Pick<HotReader, 'all' | 'get'> {
  return {
    all(sql, params) {
      try {
        enter()
        return statements.get(sql).all(params)
      } catch (error) {
        throw translateError(error)
      }
    },
    get(sql, params) {
      try {
        enter()
        return statements.get(sql).get(params)
      } catch (error) {
        throw translateError(error)
      }
    },
  }
}
