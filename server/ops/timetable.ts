import { Cron } from 'croner'
import { type CronTable, parseCron } from '../settings/cron.ts'

/** Calls something at each minute of a time table, until it is stopped. */
export interface Timetable {
  /** The next time, in milliseconds since 1970; undefined when there is none, as on 30 February. */
  next(): number | undefined
  stop(): void
}

/**
 * Follow a time table by the clock of a time zone. Croner gets plain lists of numbers, so that nothing is left which it
 * could read in a way of its own; both kinds of day have to fit (contract services.md §6.3).
 *
 * Errors: a plain Error for what is no time table; what is stored was checked before.
 *
 * @example const timetable = followTimetable('0 3 * * *', 'UTC', () => clean())
 */
export function followTimetable(expression: string, timeZone: string, call: () => void): Timetable {
  const table = parseCron(expression)
  if (!table) throw new Error(`"${expression}" is no time table`)
  const cron = new Cron(
    patternOf(table),
    { timezone: timeZone, mode: '5-part', domAndDow: true, unref: true },
    call,
  )
  return {
    next: () => cron.nextRun()?.getTime(),
    stop: () => cron.stop(),
  }
}

function patternOf({ minutes, hours, days, months, weekdays }: CronTable): string {
  return [
    listOf(minutes, 60),
    listOf(hours, 24),
    listOf(days, 31),
    listOf(months, 12),
    listOf(weekdays, 7),
  ].join(' ')
}

/** What is no condition here has to be none for croner either. */
function listOf(numbers: readonly number[], all: number): string {
  return numbers.length === all ? '*' : numbers.join()
}
