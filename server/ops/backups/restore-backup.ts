import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { apiError } from '../../base/error.ts'
import { newRandomId } from '../../base/id.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { RestoreHouse } from './backup-house.ts'
import { backupStore } from './backup-store.ts'
import type { Tell } from './progress.ts'
import { removeScratch } from '../../base/remove-scratch.ts'
import { restoreArchive } from './restore-archive.ts'

const quietly: Tell = () => undefined

/**
 * Begin to restore a backup, and answer at once (contract services.md §6.2): the house is another one when it is done,
 * so whoever asked cannot wait for it. How it ends is told by the log and by `lastFailure` of the desk; a backup that
 * is no good changes nothing.
 *
 * Errors: `backup_missing` 400, `backup_busy` 400; those of the store.
 *
 * @example await startRestore(house, 'monday.zip')
 */
export async function startRestore(house: RestoreHouse, key: string): Promise<void> {
  const store = backupStore(house)
  if (!(await store.stat(key))) throw apiError('backup_missing', { key })
  const release = house.backups.take({ kind: 'restore', key })
  void restore(house, store, key).finally(release)
}

/** Never fails: there is nobody to hear of it. */
async function restore(house: RestoreHouse, store: FileStore, key: string): Promise<void> {
  const { dir, rebirth, backups, clock } = house
  const scratch = `restore-${newRandomId()}`
  const copy = join(dir, 'tmp', `${scratch}.zip`)
  const started = clock.steady()
  try {
    const path = store.name === 'disk' ? join(dir, 'backups', key) : copy
    if (path === copy) await fetchTo(store, key, copy)
    const { signal } = backups
    const { created } = await restoreArchive({ dir, path, scratch, rebirth, tell: quietly, signal })
    rebirth.log.info(
      { backup: key, created, ms: Math.round(clock.steady() - started) },
      'a backup was restored',
    )
    backups.note(undefined)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    rebirth.log.error(
      { err: error, backup: key },
      'a backup could not be restored; the data are what they were',
    )
    backups.note({ kind: 'restore', key, at: clock.now(), message })
  } finally {
    await removeScratch(copy, rebirth.log)
  }
}

/**
 * Bring an archive from a store to the disk.
 *
 * Errors: `backup_missing` 400; those of the store and of the file system.
 */
export async function fetchTo(store: FileStore, key: string, path: string): Promise<void> {
  const content = await store.read(key)
  if (!content) throw apiError('backup_missing', { key })
  const pieces = content instanceof Uint8Array ? [content] : content
  await pipeline(pieces, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
}
