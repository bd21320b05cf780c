import { apiError } from '../../base/error.ts'
import type { BackupHouse } from './backup-house.ts'
import { backupStore } from './backup-store.ts'

/**
 * Delete a backup (contract services.md §6.2).
 *
 * Errors: `backup_used` 400 while it is made or restored, `backup_missing` 400; those of the store.
 *
 * @example await deleteBackup(house, 'monday.zip')
 */
export async function deleteBackup(house: BackupHouse, key: string): Promise<void> {
  if (house.backups.current?.key === key) throw apiError('backup_used', { key })
  const store = backupStore(house)
  if (!(await store.stat(key))) throw apiError('backup_missing', { key })
  await store.remove(key)
}
