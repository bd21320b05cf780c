import { actorOfFileToken } from '../../auth/file-token.ts'
import { isSuperuser } from '../../base/actor.ts'
import { apiError } from '../../base/error.ts'
import type { ByteRange, FileContent, FileStat } from '../../files/file-store.ts'
import type { House } from '../../records/house.ts'
import type { Ask } from '../../records/request.ts'
import type { BackupHouse } from './backup-house.ts'
import { backupStore } from './backup-store.ts'

/** A backup that may be sent. */
export interface FoundBackup {
  readonly stat: FileStat
  readonly read: (range?: ByteRange) => Promise<FileContent | undefined>
}

/**
 * Find a backup for whoever has the file token of a superuser: it goes into an address, where no header can be
 * (contract services.md §6.2).
 *
 * Errors: `forbidden` 403 for every other token, and for a superuser from an address that the settings do not list;
 * `backup_not_found` 404.
 */
export async function findBackup(
  house: House & BackupHouse,
  ask: Ask,
  { key, token }: { readonly key: string; readonly token: string },
): Promise<FoundBackup> {
  if (!isSuperuser(await actorOfFileToken(house, ask, token))) throw apiError('forbidden', {})
  const store = backupStore(house)
  const stat = await store.stat(key)
  if (!stat) throw apiError('backup_not_found', {})
  return { stat, read: (range) => store.read(key, range) }
}
