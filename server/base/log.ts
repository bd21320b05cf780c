import { pino } from 'pino'

/** What the process says about itself: one JSON line an event on standard output. */
export interface Log {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Standard error, so that what a command prints can be piped on. Secrets never go in (`reliability.md` checklist 27). */
export function openLog(level: LogLevel): Log {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }))
}
