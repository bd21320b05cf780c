import { apiError } from '../../base/error.ts'
import type { AuthHouse } from '../../auth/auth-house.ts'
import { alertSuperusers } from './alert-superusers.ts'
import type { BackupHouse } from './backup-house.ts'
import { AUTO_PREFIX, backupName } from './backup-name.ts'
import { backupStore } from './backup-store.ts'
import { createBackup } from './create-backup.ts'
import { listBackups } from './list-backups.ts'

/**
 * The backup that the clock makes (contract services.md §6.2, §6.3): made, then all but the newest `cronMaxKeep` of its
 * kind are deleted. When it fails, every superuser gets a mail, and what was there stays.
 *
 * Errors: those of `createBackup`, after the mails were written down; those of the store.
 *
 * @example await autoBackup(house)
 */
export async function autoBackup(house: AuthHouse & BackupHouse): Promise<void> {
  try {
    const key = backupName(house, AUTO_PREFIX)
    // Twice in a second: by the clock and by hand.
    if (await backupStore(house).stat(key))
      throw apiError('backup_failed', { why: `${key} is there already` })
    await createBackup(house, key)
  } catch (error) {
    await alertSuperusers(house, error instanceof Error ? error.message : String(error))
    throw error
  }
  await prune(house)
}

async function prune(house: BackupHouse): Promise<void> {
  const store = backupStore(house)
  const made = (await listBackups(house)).filter(({ key }) => key.startsWith(AUTO_PREFIX))
  const newestFirst = made.toSorted((a, b) => b.modified - a.modified || (a.key < b.key ? 1 : -1))
  for (const { key } of newestFirst.slice(Math.max(1, house.settings.current.backups.cronMaxKeep))) {
    await store.remove(key)
    house.log.info({ backup: key }, 'an old backup was deleted')
  }
}
