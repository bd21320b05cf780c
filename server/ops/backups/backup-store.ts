import { join } from 'node:path'
import { diskStore } from '../../files/disk.ts'
import type { FileStore } from '../../files/file-store.ts'
import { s3Store } from '../../files/s3.ts'
import type { BackupHouse } from './backup-house.ts'

/**
 * Where backups are kept now: in `backups/` of the data directory, or in a bucket (contract services.md §4.3). A key is
 * the name of the archive.
 */
export function backupStore({ dir, settings }: Pick<BackupHouse, 'dir' | 'settings'>): FileStore {
  const { s3 } = settings.current.backups
  return s3.enabled ? s3Store(s3) : diskStore(join(dir, 'backups'))
}
