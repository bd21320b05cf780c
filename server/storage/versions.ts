/** The counters of `_dapur_versions`: how one process learns that another one changed what it keeps in memory. */
import Database from 'better-sqlite3'
import { andThen, type Now } from '../base/now.ts'
import type { Cell, Counted } from './dialect.ts'

export type Counters = Readonly<Record<Counted, number>>

/** The statement that counts; writers watch for it, to know when the counters they keep have moved. */
export const bumpSql = 'UPDATE _dapur_versions SET value = value + 1 WHERE name = ?'

const counted: readonly Counted[] = ['catalog', 'settings', 'tokens']
const untouched: Counters = { catalog: 0, settings: 0, tokens: 0 }

/**
 * Tell the other processes, with this transaction's COMMIT, that something changed.
 *
 * @example bumpVersion(tx, 'settings')
 */
export function bumpVersion(
  tx: { run(sql: string, params: readonly Cell[]): Now<{ readonly changes: number }> },
  what: Counted,
): Now<void> {
  return andThen(tx.run(bumpSql, [what]), () => undefined)
}

/** Reads the counters on one connection; all zero while the table is not there yet. */
export function countersOf(db: Database.Database): () => Counters {
  let statement: Database.Statement<[], [string, number]> | undefined
  return () => {
    try {
      statement ??= db.prepare<[], [string, number]>('SELECT name, value FROM _dapur_versions').raw()
    } catch (error) {
      if (error instanceof Database.SqliteError && error.message.startsWith('no such table')) return untouched
      throw error
    }
    return { ...untouched, ...Object.fromEntries(statement.all()) }
  }
}

export interface Versions {
  /** These counters were read at the head of a snapshot: what differs was changed by another process. */
  compare(counters: Counters): void
  /** These are the counters after a commit of our own. */
  adopt(counters: Counters): void
  readonly onForeignChange: (listen: (what: Counted) => void) => void
}

/** Remembers the last known counters, and who wants to hear of changes that were not ours. */
export function versions(start: Counters): Versions {
  const listeners: ((what: Counted) => void)[] = []
  let known = start
  return {
    compare(counters) {
      const moved = counted.filter((what) => counters[what] !== known[what])
      known = counters
      for (const what of moved) for (const listen of listeners) listen(what)
    },
    adopt(counters) {
      known = counters
    },
    onForeignChange(listen) {
      listeners.push(listen)
    },
  }
}
