/** A time table as sets of numbers. A minute is meant when it is in all five: the day of the month *and* of the week. */
export interface CronTable {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly days: readonly number[]
  readonly months: readonly number[]
  /** 0 is Sunday. */
  readonly weekdays: readonly number[]
}

const macros: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
])

/**
 * A time table without its macro, as the API shows it.
 *
 * @example expandCron('@daily') // '0 0 * * *'
 */
export function expandCron(expression: string): string {
  return macros.get(expression) ?? expression
}

/**
 * Read a time table (contract services.md §6.3): a macro, or minute, hour, day of the month, month and day of the week
 * with one space between them; each `*`, numbers, ranges, steps of `*` or a range, or a list of these. Undefined for
 * what is none.
 *
 * @example parseCron('0 3 * * 1-5')?.weekdays // [1, 2, 3, 4, 5]
 */
export function parseCron(expression: string): CronTable | undefined {
  const fields = expandCron(expression).split(' ')
  if (fields.length !== 5) return undefined
  const [minutes, hours, days, months, weekdays] = fields.map((field, at) => numbersOf(field, ranges[at]))
  return minutes && hours && days && months && weekdays && { minutes, hours, days, months, weekdays }
}

type Range = readonly [least: number, most: number]

/** Minute, hour, day of the month, month, day of the week. */
const ranges: readonly Range[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
]

const PART = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/

function numbersOf(field: string, range: Range = [0, 0]): number[] | undefined {
  const parts = field.split(',').map((part) => spanOf(part, range))
  const found = new Set<number>()
  for (const part of parts) {
    if (!part) return undefined
    for (let at = part.from; at <= part.to; at += part.step) found.add(at)
  }
  return [...found].toSorted((a, b) => a - b)
}

interface Span {
  readonly from: number
  readonly to: number
  readonly step: number
}

function spanOf(text: string, [least, most]: Range): Span | undefined {
  const found = PART.exec(text)
  if (!found) return undefined
  const [, first, last, every] = found
  const step = Number(every ?? 1)
  if (step < 1 || step > most) return undefined
  if (first === undefined) return { from: least, to: most, step }
  // A step needs something to step through.
  if (every !== undefined && last === undefined) return undefined
  const [from, to] = [Number(first), Number(last ?? first)]
  return from >= least && to <= most && from <= to ? { from, to, step } : undefined
}
