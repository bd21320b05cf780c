import type { Job } from '../job.ts'

/** What the database knows about its tables, and its WAL (contract services.md §6.3). */
export const dbOptimize: Job = {
  id: '__pbDBOptimize__',
  expression: () => '0 0 * * *',
  run: ({ storage }) => storage.optimize(),
}
