import { forgetExpiredOtps } from '../../auth/forget-expired.ts'
import type { Job } from '../job.ts'

/** One-time passwords that nobody used (contract services.md §6.3). */
export const otpCleanup: Job = {
  id: '__pbOTPCleanup__',
  expression: () => '0 * * * *',
  run: forgetExpiredOtps,
}
