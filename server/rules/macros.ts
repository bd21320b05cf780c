import { formatTime } from '../base/clock.ts'
import type { Cell } from '../storage/dialect.ts'

const day = 86_400_000

/** The macros of contract data.md §5.3: UTC, counted from the time of the request in milliseconds. */
export const macros: ReadonlyMap<string, (now: number) => Cell> = new Map<string, (now: number) => Cell>([
  ['@now', (now) => formatTime(now)],
  ['@yesterday', (now) => formatTime(now - day)],
  ['@tomorrow', (now) => formatTime(now + day)],
  ['@second', (now) => new Date(now).getUTCSeconds()],
  ['@minute', (now) => new Date(now).getUTCMinutes()],
  ['@hour', (now) => new Date(now).getUTCHours()],
  ['@day', (now) => new Date(now).getUTCDate()],
  ['@month', (now) => new Date(now).getUTCMonth() + 1],
  ['@weekday', (now) => new Date(now).getUTCDay()],
  ['@year', (now) => new Date(now).getUTCFullYear()],
  ['@todayStart', (now) => startOf(now, 0)],
  ['@todayEnd', (now) => endOf(now, 0)],
  ['@monthStart', (now) => startOf(now, 1)],
  ['@monthEnd', (now) => endOf(now, 1)],
  ['@yearStart', (now) => startOf(now, 2)],
  ['@yearEnd', (now) => endOf(now, 2)],
])

/** 0: of the day, 1: of the month, 2: of the year. */
function startOf(now: number, of: 0 | 1 | 2): Cell {
  return formatTime(boundary(now, of, 0))
}

/** The last millisecond before the next one starts. */
function endOf(now: number, of: 0 | 1 | 2): Cell {
  return formatTime(boundary(now, of, 1) - 1)
}

function boundary(now: number, of: 0 | 1 | 2, ahead: 0 | 1): number {
  const date = new Date(now)
  const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  if (of === 0) return Date.UTC(year, month, dayOfMonth + ahead)
  if (of === 1) return Date.UTC(year, month + ahead, 1)
  return Date.UTC(year + ahead, 0, 1)
}
