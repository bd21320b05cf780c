import { forgetExpiredMfas, forgetExpiredSessions } from '../../auth/forget-expired.ts'
import type { Job } from '../job.ts'

/** First factors that nobody followed up, and what else of signing in has ended (contract services.md §6.3). */
export const mfaCleanup: Job = {
  id: '__pbMFACleanup__',
  expression: () => '0 * * * *',
  async run(house) {
    await forgetExpiredMfas(house)
    await forgetExpiredSessions(house)
  },
}
