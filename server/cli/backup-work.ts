import { existsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openHouse, tryOutData } from '../app.ts'
import { newRandomId } from '../base/id.ts'
import { openLog } from '../base/log.ts'
import type { Config } from '../config.ts'
import type { ArchiveSummary } from '../ops/backups/archive-work.ts'
import type { BackupHouse } from '../ops/backups/backup-house.ts'
import { backupStore } from '../ops/backups/backup-store.ts'
import { type BackupDesk, openBackupDesk } from '../ops/backups/desk.ts'
import type { Tell } from '../ops/backups/progress.ts'
import { restoreArchive } from '../ops/backups/restore-archive.ts'
import { fetchTo } from '../ops/backups/restore-backup.ts'
import { openDataDir } from '../storage/data-dir.ts'

/** What the command line does with backups, without a server in this process. */
export interface BackupTask {
  readonly config: Config
  readonly tell: Tell
  readonly desk: BackupDesk
}

/** An archive on this disk, for as long as `use` takes. */
interface Located {
  readonly path: string
  readonly folder: string
}

/** A desk that a signal closes: what runs is undone. */
export function deskOfCommand({ dir }: Config): BackupDesk {
  const desk = openBackupDesk(dir)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void desk.close())
  return desk
}

/**
 * Do something with the backups of a data directory, beside a running server perhaps.
 *
 * @example await withBackups(task, (house) => listBackups(house))
 */
export async function withBackups<T>(
  { config, desk }: Omit<BackupTask, 'tell'>,
  use: (house: BackupHouse) => Promise<T>,
): Promise<T> {
  if (!existsSync(join(config.dir, 'data.db'))) throw new Error(`There is no database in ${config.dir}.`)
  const { storage, settings, clock, log } = await openHouse(config)
  try {
    return await use({ settings, clock, log, dir: config.dir, backups: desk })
  } finally {
    await storage.close()
  }
}

/**
 * Find an archive: a file by its path, else a backup of the data directory by its name; one in a bucket is fetched.
 *
 * Errors: a plain Error when there is none; those of the store.
 */
export async function locateArchive(
  task: Omit<BackupTask, 'tell'>,
  given: string,
): Promise<Located & { readonly fetched: boolean }> {
  const { dir } = task.config
  const folder = existsSync(join(dir, 'tmp')) ? join(dir, 'tmp') : tmpdir()
  for (const path of [resolve(given), join(dir, 'backups', given)])
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return { path, folder, fetched: false }
  const copy = join(folder, `fetched-${newRandomId()}.zip`)
  const isFetched =
    existsSync(join(dir, 'data.db')) &&
    (await withBackups(task, async (house) => {
      const store = backupStore(house)
      if (store.name === 'disk' || !(await store.stat(given))) return false
      await fetchTo(store, given, copy)
      return true
    }))
  if (isFetched) return { path: copy, folder, fetched: true }
  throw new Error(`There is no file "${given}", and no backup with this name in ${dir}.`)
}

/**
 * Restore an archive into a data directory that no server uses.
 *
 * Errors: `ArchiveRefusal` and plain ones; the data are what they were then.
 */
export async function restoreInto(
  { config, tell, desk }: BackupTask,
  given: string,
): Promise<ArchiveSummary> {
  const { dir, logLevel } = config
  const dataDir = openDataDir(dir)
  try {
    const release = desk.take({ kind: 'restore', key: given })
    try {
      const { path } = await locateArchive({ config, desk }, given)
      const scratch = `restore-${newRandomId()}`
      const rebirth = {
        tryOut: (folder: string) => tryOutData({ ...config, dir: folder }),
        log: openLog(logLevel),
        reopen: ({ swap }: { readonly swap: () => Promise<void> | void }) => Promise.resolve(swap()),
      }
      return await restoreArchive({ dir, path, scratch, rebirth, tell, signal: desk.signal })
    } finally {
      release()
    }
  } finally {
    dataDir.release()
  }
}
