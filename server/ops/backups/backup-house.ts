import type { Log } from '../../base/log.ts'
import type { House } from '../../records/house.ts'
import type { BackupDesk } from './desk.ts'

/** What making and keeping backups needs: less than a whole house, so that commands can do it beside a server. */
export interface BackupHouse extends Pick<House, 'settings' | 'clock' | 'log'> {
  /** The data directory. */
  readonly dir: string
  readonly backups: BackupDesk
}

/** What restoring needs beyond that: to take the place of what is there. */
export interface RestoreHouse extends BackupHouse {
  readonly rebirth: Rebirth
}

/** How other data become those of a house; `app.ts` knows. */
export interface Rebirth {
  /** Open data in a folder, bring them up to date, and close them: what fails there would fail in their place too. */
  tryOut(dir: string): Promise<void>
  /** The log of the house as it is now: that of the one before is closed. */
  readonly log: Log
  /** Close the house, exchange its data, and open it again; with the old data when that fails. */
  reopen(exchanging: {
    readonly swap: () => Promise<void> | void
    readonly revert: () => Promise<void> | void
  }): Promise<void>
}
