import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ApiError, apiError } from '../../base/error.ts'
import { newRandomId } from '../../base/id.ts'
import { formatTime } from '../../base/clock.ts'
import type { ArchiveSummary } from './archive-work.ts'
import type { BackupHouse } from './backup-house.ts'
import { backupStore } from './backup-store.ts'
import type { Tell } from './progress.ts'
import { removeScratch } from '../../base/remove-scratch.ts'
import { runArchiveWork } from './run-archive-work.ts'

const quietly: Tell = () => undefined

/** The type of archives, wherever it is asked for. */
export const ZIP = 'application/zip'

/**
 * Make a backup: a snapshot at one commit, packed with all files that it names, verified by reading it whole, and only
 * then put where backups are kept (contract services.md §6.2). Nobody is held up: writes go on, and files of records
 * that are let go meanwhile stay until it is done.
 *
 * @param key its name, which nothing has yet
 *
 * Errors: `backup_busy` 400 while another operation runs, `backup_failed` 400 with the reason, `storage_full` and
 * `files_full` 507, `files_unreachable` 503.
 *
 * @example await createBackup(house, 'monday.zip')
 */
export async function createBackup(
  house: BackupHouse,
  key: string,
  tell: Tell = quietly,
): Promise<ArchiveSummary> {
  const { backups, clock, log, dir } = house
  const operation = { kind: 'create', key } as const
  const release = backups.take(operation)
  const scratch = join(dir, 'tmp', `backup-${newRandomId()}`)
  const started = clock.steady()
  try {
    await mkdir(scratch, { recursive: true, mode: 0o700 })
    const summary = await make(house, { key, scratch, tell })
    const { entries, bytes, missing } = summary
    log.info(
      { backup: key, entries, bytes, missing, ms: Math.round(clock.steady() - started) },
      'a backup was made',
    )
    if (missing > 0)
      log.warn({ backup: key, missing }, 'files that records name were not there to be backed up')
    backups.note(undefined)
    return summary
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    log.error({ err: error, backup: key }, 'a backup could not be made')
    backups.note({ ...operation, at: clock.now(), message })
    throw error instanceof ApiError ? error : apiError('backup_failed', { why: message }, { cause: error })
  } finally {
    await removeScratch(scratch, log)
    release()
  }
}

interface Making {
  readonly key: string
  readonly scratch: string
  readonly tell: Tell
}

async function make(house: BackupHouse, { key, scratch, tell }: Making): Promise<ArchiveSummary> {
  const { dir, backups, clock, settings } = house
  const target = join(scratch, 'archive.zip')
  const created = formatTime(clock.now())
  const files = settings.current.s3.enabled ? 's3' : 'disk'
  const summary = await runArchiveWork(
    { kind: 'pack', dir, scratch, target, created, files },
    { tell, signal: backups.signal },
  )
  await backupStore(house).put(key, target, { contentType: ZIP, originalName: key })
  return summary
}
