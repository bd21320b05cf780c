import type { Log } from '../../base/log.ts'
import type { Settings } from '../../settings/settings.ts'
import { forgetOldLogs } from './forget-old-logs.ts'
import type { LogKeeping } from './log-house.ts'

/** Removes what other settings keep no more, as soon as they are there (contract services.md §5.2). */
export interface LogTidier {
  readonly onSettings: (settings: Settings) => void
  /** Settles when nothing is being tidied. */
  done(): Promise<void>
  /** Leave the rest for the next time; settles when nothing is being tidied. */
  stop(): Promise<void>
}

/** @example settings.onChange.add(logTidier(house).onSettings) */
export function logTidier(house: LogKeeping & { readonly log: Log }): LogTidier {
  const ending = new AbortController()
  let known = house.settings.current.logs
  let last: Promise<void> = Promise.resolve()
  return {
    onSettings({ logs }) {
      if (logs.maxDays === known.maxDays && logs.minLevel === known.minLevel) return
      known = logs
      last = last
        .then(() => forgetOldLogs(house, ending.signal))
        .catch((error: unknown) => house.log.error({ err: error }, 'old log entries could not be removed'))
    },
    done: () => last,
    stop() {
      ending.abort()
      return last
    },
  }
}
