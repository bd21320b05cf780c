import { join } from 'node:path'
import { apiError } from '../../base/error.ts'
import { takeFileLock } from '../../storage/file-lock.ts'

/** What is being done with backups. */
export interface BackupOperation {
  readonly kind: 'create' | 'restore'
  /** The name of the backup. */
  readonly key: string
}

/** What went wrong the last time. */
export interface BackupFailure extends BackupOperation {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly message: string
}

/**
 * One operation at a time on a data directory, in this process and in all others: a backup that is made by a command
 * holds the same lock as one that the server makes.
 */
export interface BackupDesk {
  readonly current: BackupOperation | undefined
  /** Undefined when the last operation went well. */
  readonly lastFailure: BackupFailure | undefined
  /** Aborted when the process is to end. */
  readonly signal: AbortSignal
  /** Begin; answers what has to be called at the end. Errors: `backup_busy` 400. */
  take(operation: BackupOperation): () => void
  /** Remember how an operation has ended. */
  note(failure: BackupFailure | undefined): void
  /** Let nothing more begin, and wait for the end of what runs. */
  close(): Promise<void>
}

/** The lock under which files of records stay where they are, whoever lets go of them (`records/file-keeper.ts`). */
export function backupLockOf(dir: string): string {
  return join(dir, '.backup-lock')
}

/** @example const release = desk.take({ kind: 'create', key: 'monday.zip' }) */
export function openBackupDesk(dir: string): BackupDesk {
  const ending = new AbortController()
  let current: BackupOperation | undefined
  let lastFailure: BackupFailure | undefined
  let atEnd: (() => void) | undefined
  return {
    get current() {
      return current
    },
    get lastFailure() {
      return lastFailure
    },
    signal: ending.signal,
    take(operation) {
      const lock = current || ending.signal.aborted ? undefined : takeFileLock(backupLockOf(dir))
      if (!lock) throw apiError('backup_busy', {})
      current = operation
      return () => {
        current = undefined
        lock.release()
        atEnd?.()
      }
    },
    note(failure) {
      lastFailure = failure
    },
    async close() {
      ending.abort(new Error('the server is stopping'))
      if (current) await new Promise<void>((resolve) => (atEnd = resolve))
    },
  }
}
