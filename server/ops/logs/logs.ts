import { auxiliaryMigrations } from '../../../migrations/auxiliary.ts'
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { LiveSettings } from '../../settings/live-settings.ts'
import type { AuxiliaryStorage, Storage } from '../../storage/dialect.ts'
import { migrate } from '../../storage/migrate.ts'
import type { AnsweredListener } from '../answered-request.ts'
import { keepingLog } from './keeping-log.ts'
import { LogBuffer } from './log-buffer.ts'
import { logLevels } from './log-entry.ts'
import type { LogHouse } from './log-house.ts'
import { logTidier } from './log-tidier.ts'
import { RequestEntry } from './request-entry.ts'
import { SaidEntry } from './said-entry.ts'

/** The logs while the server runs. */
export type Logs = LogHouse['logs'] & {
  /** Keeps an entry of every request that contract services.md §6.1 wants one of. */
  readonly listen: AnsweredListener
  /** The same log, whose words are kept here too. */
  readonly log: Log
  /** Write the rest, and close. */
  close(): Promise<void>
}

export interface LogsOptions {
  readonly storage: Storage
  readonly settings: LiveSettings
  readonly clock: Clock
  readonly log: Log
}

/**
 * Open the logs (contract services.md §6.1): entries of requests and of what the server says, in `auxiliary.db`.
 *
 * Errors: plain Errors for a file that cannot be opened.
 *
 * @example const logs = await openLogs(house); http.answered.push(logs.listen)
 */
export async function openLogs({ storage, settings, clock, log }: LogsOptions): Promise<Logs> {
  const auxiliary = await openTable(storage, log)
  const buffer = new LogBuffer({ auxiliary, log })
  const tidier = logTidier({ settings, clock, log, logs: { auxiliary, buffer } })
  settings.onChange.add(tidier.onSettings)
  const keeps = (level: number): boolean => {
    const { maxDays, minLevel } = settings.current.logs
    return maxDays > 0 && level >= minLevel
  }
  return {
    auxiliary,
    buffer,
    listen(request) {
      const failed = request.error !== undefined
      if ((request.isQuiet && !failed) || request.method === 'OPTIONS') return
      if (!keeps(failed ? logLevels.error : logLevels.info)) return
      buffer.add(new RequestEntry(request, settings.current.logs, clock.now()))
    },
    log: keepingLog(log, (name, details, message) => {
      const level = logLevels[name]
      if (keeps(level)) buffer.add(new SaidEntry(level, details, message, clock.now()))
    }),
    async settle() {
      await tidier.done()
      await buffer.flush()
    },
    async close() {
      settings.onChange.delete(tidier.onSettings)
      await tidier.stop()
      await buffer.close()
      await auxiliary.close()
    },
  }
}

async function openTable(storage: Storage, log: Log): Promise<AuxiliaryStorage> {
  const auxiliary = await storage.openAuxiliary({
    onReplaced: (name) => log.error({ file: name }, 'the logs could not be read; they were put aside'),
  })
  try {
    await migrate(auxiliary, auxiliaryMigrations)
    return auxiliary
  } catch (error) {
    await auxiliary.close()
    throw error
  }
}
