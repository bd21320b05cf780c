import type { Settled } from './bound.ts'
import type { Value } from './value.ts'

/**
 * SQLite's strftime in memory, for what rules are made of: dates of date fields and macros, the common letters, shifts by
 * a number of units and the starts of day, month and year. Anything else is left to the database.
 */

const day = 86_400_000
const unit = { day, hour: 3_600_000, minute: 60_000, second: 1000 } as const

type Shift = (ms: number) => number
type Part = (date: Date) => string

const pad = (value: number, length = 2): string => String(value).padStart(length, '0')
/** Four characters, the sign of the years before 0 among them. */
const yearOf: Part = (date) => {
  const year = date.getUTCFullYear()
  return year < 0 ? `-${pad(-year, 3)}` : pad(year, 4)
}
const dateOf: Part = (date) => `${yearOf(date)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`
const timeOf: Part = (date) => date.toISOString().slice(-13, -5)

const letters: ReadonlyMap<string, Part> = new Map<string, Part>([
  ['Y', yearOf],
  ['m', (date) => pad(date.getUTCMonth() + 1)],
  ['d', (date) => pad(date.getUTCDate())],
  ['e', (date) => String(date.getUTCDate()).padStart(2)],
  ['H', (date) => pad(date.getUTCHours())],
  ['M', (date) => pad(date.getUTCMinutes())],
  ['S', (date) => pad(date.getUTCSeconds())],
  ['f', (date) => `${pad(date.getUTCSeconds())}.${pad(date.getUTCMilliseconds(), 3)}`],
  ['F', dateOf],
  ['T', timeOf],
  ['R', (date) => timeOf(date).slice(0, 5)],
  ['j', (date) => pad(Math.floor((date.getTime() - startOfYear(date.getTime())) / day) + 1, 3)],
  ['w', (date) => String(date.getUTCDay())],
  ['u', (date) => String(date.getUTCDay() || 7)],
  ['s', (date) => String(Math.floor(date.getTime() / 1000))],
  ['%', () => '%'],
])

/** Undefined when the format or a modifier has something that only the database knows, or the time is no date. */
export function strftimeTest(args: readonly Settled[]): ((values: readonly Value[]) => Value) | undefined {
  const [format, time, ...modifiers] = args
  if (format?.kind !== 'constant' || !time || !isDate(time)) return undefined
  const parts = readFormat(String(format.value))
  const shifts = modifiers.map(readShift)
  if (!parts) return undefined
  const known = shifts.filter((shift) => shift !== undefined)
  if (known.length < shifts.length) return undefined
  return ([, value]) => {
    const moment = typeof value === 'string' ? readTime(value) : undefined
    if (moment === undefined) return null
    const shifted = known.reduce((ms, shift) => shift(ms), moment)
    if (!isInRange(shifted)) return null
    const date = new Date(shifted)
    return parts.map((part) => part(date)).join('')
  }
}

/** Only these hold nothing but a date of the canonical layout, or nothing. */
function isDate(operand: Settled): boolean {
  if (operand.kind === 'column') return operand.field.kind === 'date'
  if (operand.kind === 'constant')
    return typeof operand.value === 'string' && readTime(operand.value) !== undefined
  return operand.kind === 'request' && operand.isDate === true
}

function readFormat(format: string): readonly Part[] | undefined {
  const parts: Part[] = []
  for (const [, letter, plain] of format.matchAll(/%(.?)|([^%]+)/gs)) {
    const part = plain === undefined ? letters.get(letter ?? '') : () => plain
    if (!part) return undefined
    parts.push(part)
  }
  return parts
}

function readTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d{3})?Z?)?$/.test(text)) return undefined
  const [date = '', time = '00:00:00'] = text.replace('Z', '').split(' ')
  const ms = Date.parse(`${date}T${time}Z`)
  // The 30th of February and 24 o'clock are for the database to judge.
  return !Number.isNaN(ms) && dateOf(new Date(ms)) === date ? ms : undefined
}

/** The days that SQLite counts: from noon of 24 November 4714 BC to the end of the year 9999. */
function isInRange(ms: number): boolean {
  return ms >= -210_866_760_000_000 && ms <= 253_402_300_799_999
}

function readShift(modifier: Settled): Shift | undefined {
  if (modifier.kind !== 'constant' || typeof modifier.value !== 'string') return undefined
  const start = /^start of (day|month|year)$/.exec(modifier.value)?.[1]
  if (start === 'day') return onCalendar((ms) => Math.floor(ms / day) * day)
  if (start === 'month') return onCalendar(startOfMonth)
  if (start === 'year') return onCalendar(startOfYear)
  const [, count = '', name] =
    /^([+-]\d{1,5}) (day|hour|minute|second|month|year)s?$/.exec(modifier.value) ?? []
  if (name === 'month') return onCalendar((ms) => addMonths(ms, Number(count)))
  if (name === 'year') return onCalendar((ms) => addMonths(ms, Number(count) * 12))
  if (name === 'day' || name === 'hour' || name === 'minute' || name === 'second') {
    return (ms) => ms + Number(count) * unit[name]
  }
  return undefined
}

/** Days and hours may lead past the end of time and back; whatever looks at the calendar finds nothing there. */
function onCalendar(shift: Shift): Shift {
  return (ms) => (isInRange(ms) ? shift(ms) : Number.NaN)
}

function startOfMonth(ms: number): number {
  return Math.floor(ms / day) * day - (new Date(ms).getUTCDate() - 1) * day
}

function startOfYear(ms: number): number {
  return new Date(startOfMonth(ms)).setUTCMonth(0)
}

/** The day of the month stays and may run over: one month after 31 January is 2 or 3 March. */
function addMonths(ms: number, months: number): number {
  return new Date(ms).setUTCMonth(new Date(ms).getUTCMonth() + months)
}
