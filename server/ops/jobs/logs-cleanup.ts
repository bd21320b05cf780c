import type { Job } from '../job.ts'
import { forgetOldLogs } from '../logs/forget-old-logs.ts'

/** Entries that the settings keep no more (contract services.md §6.3). */
export const logsCleanup: Job = {
  id: '__pbLogsCleanup__',
  expression: () => '0 */6 * * *',
  run: forgetOldLogs,
}
