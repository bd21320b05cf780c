import type { Log } from '../../base/log.ts'
import type { LogLevelName } from './log-entry.ts'

/** Takes what was said. */
type Keep = (level: LogLevelName, details: object, message: string) => void

/** The same log, whose every word is handed to `keep`, too. */
export function keepingLog(log: Log, keep: Keep): Log {
  const both =
    (level: LogLevelName) =>
    (details: object, message: string): void => {
      log[level](details, message)
      keep(level, details, message)
    }
  return { debug: both('debug'), info: both('info'), warn: both('warn'), error: both('error') }
}
