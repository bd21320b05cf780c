import type { Job } from '../job.ts'
import { autoBackup } from './auto-backup.ts'
import { dbOptimize } from './db-optimize.ts'
import { logsCleanup } from './logs-cleanup.ts'
import { mfaCleanup } from './mfa-cleanup.ts'
import { otpCleanup } from './otp-cleanup.ts'
import { rateLimitersCleanup } from './rate-limiters-cleanup.ts'
import { webhooksCleanup } from './webhooks-cleanup.ts'

/** What the platform does by the clock. */
export const platformJobs: readonly Job[] = [
  mfaCleanup,
  otpCleanup,
  logsCleanup,
  dbOptimize,
  autoBackup,
  rateLimitersCleanup,
  webhooksCleanup,
]
