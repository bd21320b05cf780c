import { autoBackup as makeBackup } from '../backups/auto-backup.ts'
import type { Job } from '../job.ts'

/** A backup whenever the settings say so (contract services.md §6.2, §6.3). */
export const autoBackup: Job = {
  id: '__pbAutoBackup__',
  expression: ({ settings }) => settings.current.backups.cron || undefined,
  run: makeBackup,
}
