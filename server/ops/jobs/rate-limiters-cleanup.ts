import type { Job } from '../job.ts'

/** Counts of requests whose time is over; there are none until somebody was counted (contract services.md §6.3). */
export const rateLimitersCleanup: Job = {
  id: '__pbRateLimitersCleanup__',
  expression: ({ rateLimits }) => (rateLimits.isUsed ? '2 * * * *' : undefined),
  run: ({ rateLimits }) => rateLimits.forgetEnded(),
}
