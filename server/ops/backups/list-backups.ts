import { formatTime } from '../../base/clock.ts'
import type { ListedFile } from '../../files/file-store.ts'
import type { BackupHouse } from './backup-house.ts'
import { backupStore } from './backup-store.ts'

/**
 * All backups that are kept, by their names. What lies in folders is none.
 *
 * Errors: those of the store.
 */
export async function listBackups(house: Pick<BackupHouse, 'dir' | 'settings'>): Promise<ListedFile[]> {
  const found: ListedFile[] = []
  for await (const file of backupStore(house).list('')) if (!file.key.includes('/')) found.push(file)
  return found.toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

/**
 * The same as the answer of the API (contract services.md §6.2).
 *
 * @example await backupsToJson(house) // '[{"modified":"…Z","key":"monday.zip","size":123}]'
 */
export async function backupsToJson(house: BackupHouse): Promise<string> {
  const backups = await listBackups(house)
  return JSON.stringify(
    backups.map(({ key, size, modified }) => ({ modified: formatTime(modified), key, size })),
  )
}
