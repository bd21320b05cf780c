/** A lock between processes, on a small SQLite file: the kernel frees it however its holder ends. */
import Database from 'better-sqlite3'
import { readSqliteError } from './sqlite-error.ts'

export interface FileLock {
  release(): void
}

/** Held here too: a connection that nobody refers to is closed when its memory is freed. */
const locks = new Set<Database.Database>()

/**
 * Take a lock; undefined when somebody else has it.
 *
 * Never open the file through `fs` in the same process: closing such a handle drops the locks of the process (POSIX
 * advisory locks, https://www.sqlite.org/howtocorrupt.html §2.2).
 *
 * @example const lock = takeFileLock('data/.lock')
 */
export function takeFileLock(path: string): FileLock | undefined {
  const lock = new Database(path, { timeout: 0 })
  try {
    // Without it a journal would be written for the empty file, for which a full disk has no room.
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (readSqliteError(error)?.kind === 'busy') return undefined
    throw error
  }
  locks.add(lock)
  return {
    release() {
      locks.delete(lock)
      lock.close()
    },
  }
}

export interface FileLockWatch {
  /** Does anybody have it now, in this process or another one? */
  isHeld(): boolean
  close(): void
}

/** Looks at a lock without taking it: a look costs some microseconds. */
export function watchFileLock(path: string): FileLockWatch {
  const db = new Database(path, { timeout: 0 })
  // Preparing reads the file already.
  let look: Database.Statement | undefined
  return {
    isHeld() {
      try {
        look ??= db.prepare('SELECT count(*) FROM sqlite_schema')
        look.get()
        return false
      } catch (error) {
        if (readSqliteError(error)?.kind === 'busy') return true
        throw error
      }
    },
    close: () => void db.close(),
  }
}
