import { formatTime } from '../base/clock.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const month = `(?<month>${months.join('|')})`
const day = '(?<day>\\d\\d)'
const year = '(?<year>\\d{4})'
const shortYear = '(?<shortYear>\\d\\d)'
const time = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)'
const zone = '(?:[a-z]{3,5}|(?<offset>[+-]\\d{4}))'
const weekday = '(?:mon|tue|wed|thu|fri|sat|sun)'
const longWeekday = '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)'

// Every part has one place to begin and one way to match, so each layout reads a text once.
const layouts: readonly RegExp[] = [
  // Ours, RFC 3339 and their relatives: `T` or space, any fraction, `Z`, an offset, or neither (then UTC).
  /^(?<year>\d{4})-(?<monthNumber>\d\d)-(?<day>\d\d)(?:[T ](?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:[.,](?<fraction>\d+))?(?:Z| ?(?<offset>[+-]\d\d:?\d\d))?)?$/,
  // RFC 1123 and 1123Z: Mon, 02 Jan 2006 15:04:05 MST
  layout(`${weekday}, ${day} ${month} ${year} ${time} ${zone}`),
  // RFC 822 and 822Z: 02 Jan 06 15:04 MST
  layout(`${day} ${month} ${shortYear} (?<hour>\\d\\d):(?<minute>\\d\\d) ${zone}`),
  // RFC 850: Monday, 02-Jan-06 15:04:05 MST
  layout(`${longWeekday}, ${day}-${month}-${shortYear} ${time} ${zone}`),
  // ANSI C, Unix, Ruby: Mon Jan _2 15:04:05 [MST|-0700] 2006
  layout(`${weekday} ${month}  ?(?<day>\\d\\d?) ${time}(?: ${zone})? ${year}`),
  layout(`${day} ${month} ${year}`),
]

function layout(source: string): RegExp {
  return new RegExp(`^${source}$`, 'i')
}

/**
 * Read a time in any of the layouts of contract data.md §3.8 and write it as `YYYY-MM-DD HH:MM:SS.mmmZ`, cut to
 * milliseconds. Names of zones count as UTC. Whatever is no time is `""`, and so is a time outside the years 1 to 9999.
 *
 * @example parseDate('2024-05-01T10:00:00.1239+02:00') // '2024-05-01 08:00:00.123Z'
 * @example parseDate('tomorrow') // ''
 */
export function parseDate(text: string): string {
  // The longest layout is far shorter; this bounds what a hostile text can cost.
  if (text === '' || text.length > 100) return ''
  for (const each of layouts) {
    const parts = each.exec(text)?.groups
    if (parts) return formatParts(parts)
  }
  return ''
}

type Parts = Readonly<Record<string, string | undefined>>

function formatParts(parts: Parts): string {
  const local = localTime(parts)
  const offset = offsetOf(parts['offset'])
  if (local === undefined || offset === undefined) return ''
  const ms = local - offset
  return ms > firstMoment && ms <= lastMoment ? formatTime(ms) : ''
}

// The very start of year 1 is what the imported databases' time type calls "no time".
const firstMoment = Date.parse('0001-01-01T00:00:00Z')
const lastMoment = Date.parse('9999-12-31T23:59:59.999Z')

function localTime(parts: Parts): number | undefined {
  const [hour, minute, second] = [number(parts['hour']), number(parts['minute']), number(parts['second'])]
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const [monthIndex, dayOfMonth] = [monthIndexOf(parts), number(parts['day'])]
  const date = new Date(0)
  date.setUTCFullYear(yearOf(parts), monthIndex, dayOfMonth)
  // The 30th of February becomes a day of March: not the day that was asked for.
  if (date.getUTCMonth() !== monthIndex || date.getUTCDate() !== dayOfMonth) return undefined
  return date.setUTCHours(hour, minute, second, milliseconds(parts['fraction']))
}

function number(digits: string | undefined): number {
  return Number(digits ?? 0)
}

function monthIndexOf(parts: Parts): number {
  const name = parts['month']
  return name === undefined ? number(parts['monthNumber']) - 1 : months.indexOf(name.toLowerCase())
}

/** Two digits are 1969 to 2068. */
function yearOf(parts: Parts): number {
  if (parts['year'] !== undefined) return number(parts['year'])
  const short = number(parts['shortYear'])
  return short >= 69 ? 1900 + short : 2000 + short
}

function milliseconds(fraction = ''): number {
  return Number(fraction.slice(0, 3).padEnd(3, '0'))
}

/** Milliseconds east of UTC. */
function offsetOf(offset = '+0000'): number | undefined {
  const hours = Number(offset.slice(1, 3))
  const minutes = Number(offset.slice(-2))
  if (hours > 24 || minutes > 59) return undefined
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}
