import { filter } from '@dapur/sdk'
import { type LogLevel, logLevels } from './log-level.ts'

/** Which entries are shown: what the address of the page says. */
export interface LogSearch {
  /** This level and those above it. */
  level?: LogLevel | undefined
  /** Words, or an expression over the fields of an entry. */
  text?: string | undefined
  /** Milliseconds; entries from here on, and before `to`. */
  from?: number | undefined
  to?: number | undefined
}

/** An expression begins with the name of a field and an operator. */
const EXPRESSION = /^\(*\s*(?:id|created|level|message|data(?:\.[\w.:]+)?)\s*(?:!=|[<>]=?|!?~|=|\?)/

/**
 * The filter of `GET /api/logs` for a search; undefined when everything is wanted.
 *
 * @example logFilter({ level: 'error', text: '/api/orders' })
 */
export function logFilter({ level, text = '', from, to }: LogSearch): string | undefined {
  const words = text.trim()
  const parts = [
    level === undefined ? '' : filter`level >= ${logLevels[level]}`,
    words === '' ? '' : EXPRESSION.test(words) ? `(${words})` : wordFilter(words),
    from === undefined ? '' : filter`created >= ${new Date(from)}`,
    to === undefined ? '' : filter`created < ${new Date(to)}`,
  ].filter((part) => part !== '')
  return parts.join(' && ') || undefined
}

function wordFilter(words: string): string {
  return filter`(message ~ ${words} || data.error ~ ${words})`
}
