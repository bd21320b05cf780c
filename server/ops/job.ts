import type { AuthHouse } from '../auth/auth-house.ts'
import type { BackupHouse } from './backups/backup-house.ts'
import type { LogHouse } from './logs/log-house.ts'

/** What jobs work with: the house of the verbs, mails, logs and backups. */
export interface JobHouse extends AuthHouse, BackupHouse, LogHouse {}

/** Work that is done by the clock. A job of the platform is one file in `jobs/` and one line in its registry. */
export interface Job<House = JobHouse> {
  /** How the API names it; those of the platform begin with `__pb` (contract services.md §6.3). */
  readonly id: string
  /**
   * When it runs: five fields such as `0 3 * * 1-5`, or a macro such as `@daily` (`settings/cron.ts`). Undefined while
   * it does not run at all. Asked anew after each change of the settings.
   */
  expression(house: House): string | undefined
  /** Whose clock the expression is read by, an IANA name such as `Asia/Jakarta`; UTC when nothing is said. */
  readonly timeZone?: string | undefined
  /**
   * Do it once. What it throws is logged and never ends the process; it is not started again while it still runs.
   *
   * @param signal aborted when the server stops: long work has to end soon then
   */
  run(house: House, signal: AbortSignal): Promise<unknown> | void
}
