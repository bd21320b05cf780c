import { snake } from '../../files/stored-name.ts'
import type { BackupHouse } from './backup-house.ts'

/** What the names of backups begin with that the clock makes: only those are pruned. */
export const AUTO_PREFIX = '@auto_pb_backup_'

const MOST_APP = 50

/**
 * A name for a backup that has none: the app, and the second (contract services.md §6.2).
 *
 * @example backupName(house, 'pb_backup_') // 'pb_backup_acme_20260101120000.zip'
 */
export function backupName({ settings, clock }: BackupHouse, prefix: string): string {
  const app = snake(settings.current.meta.appName).slice(0, MOST_APP)
  const second = new Date(clock.now()).toISOString().replaceAll(/\D/g, '').slice(0, 14)
  return `${prefix}${app}_${second}.zip`
}
