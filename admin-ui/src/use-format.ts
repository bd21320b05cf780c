import { useMemo } from 'react'
import { useChoice } from './choice.ts'
import { language } from './language.ts'

/** Values as a reader of the chosen language writes them. Times are those of the reader's clock. */
export interface Format {
  /** `2 Mar 2026, 10:04:05`; '' for what is no time. */
  moment(value: string | number): string
  /** `10:04:05`, with the day before it where that is another one than today's. */
  clock(value: string | number): string
  /** `in 5 minutes`, `2 days ago`. */
  ago(value: string | number): string
  number(value: number, digits?: number): string
  /** `1.4 GB`, in powers of 1000 as disks are sold. */
  bytes(value: number): string
  /** Milliseconds, in the unit that fits. */
  span(ms: number): string
}

/** The formats of the chosen language. */
export function useFormat(): Format {
  const locale = useChoice(language)
  return useMemo(() => formatOf(locale), [locale])
}

function formatOf(locale: string): Format {
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
  return {
    moment: (value) => whenValid(value, (date) => moment.format(date)),
    clock: (value) =>
      whenValid(value, (date) =>
        isToday(date) ? time.format(date) : `${day.format(date)}, ${time.format(date)}`,
      ),
    ago: (value) => whenValid(value, (date) => agoOf(locale, (date.getTime() - Date.now()) / 1000)),
    number: (value, digits = 0) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    bytes: (value) => bytesOf(locale, value),
    span: (ms) => spanOf(locale, ms),
  }
}

/** Times as the server writes them, `2026-03-02 10:04:05.000Z`, or in milliseconds. */
function whenValid(value: string | number, format: (date: Date) => string): string {
  const date = new Date(typeof value === 'string' ? value.replace(' ', 'T') : value)
  return Number.isNaN(date.getTime()) ? '' : format(date)
}

function isToday(date: Date): boolean {
  return date.toDateString() === new Date().toDateString()
}

const steps = [
  ['second', 1],
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
  ['month', 2_629_800],
  ['year', 31_557_600],
] as const

function agoOf(locale: string, seconds: number): string {
  const [unit, size] = steps.findLast(([, least]) => Math.abs(seconds) >= least) ?? steps[0]
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(seconds / size), unit)
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

function bytesOf(locale: string, value: number): string {
  const power = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)))
  const amount = value / 1000 ** power
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: sizes[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: amount < 10 && power > 0 ? 1 : 0,
  }).format(amount)
}

function spanOf(locale: string, ms: number): string {
  const [unit, amount] =
    ms < 1000
      ? (['millisecond', ms] as const)
      : ms < 120_000
        ? (['second', ms / 1000] as const)
        : (['minute', ms / 60_000] as const)
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount)
}
