/** What is wrong with the disk under the data, as far as writes have told. */
import Database from 'better-sqlite3'
import { apiError } from '../base/error.ts'
import type { StorageCondition } from './dialect.ts'
import { readSqliteError } from './sqlite-error.ts'

/**
 * SQLite's codes for a flush that failed. The kernel forgets the pages that it could not write and reports the next
 * flush as good, so nothing may rest on this file's cache any more before it was opened anew (`reliability.md` §2.2).
 */
const lostFlush = new Set(['SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_DIR_FSYNC'])

/** Does this error say that a flush was lost? */
export function isLostFlush(error: unknown): boolean {
  return error instanceof Database.SqliteError && lostFlush.has(error.code)
}

export interface ConditionKeeper {
  readonly condition: StorageCondition
  /** Errors: `storage_broken` 503 once a flush was lost. */
  assertWritable(): void
  /** A write has failed: remember what that says about the disk. */
  heed(error: unknown): void
  /** A flush was lost elsewhere: in the thread that checkpoints. */
  lose(): void
  /** There is room again. */
  clear(): void
}

/** @example const keeper = conditionKeeper(); keeper.heed(error); keeper.condition.isFull */
export function conditionKeeper(): ConditionKeeper {
  const condition = { isFull: false, isBroken: false }
  return {
    condition,
    assertWritable() {
      if (condition.isBroken) throw apiError('storage_broken', {})
    },
    heed(error) {
      for (let at: unknown = error; at instanceof Error; at = at.cause) {
        if (readSqliteError(at)?.kind === 'full') condition.isFull = true
        if (isLostFlush(at)) condition.isBroken = true
      }
    },
    lose() {
      condition.isBroken = true
    },
    clear() {
      condition.isFull = false
    },
  }
}
