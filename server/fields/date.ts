import { problem, type Problem } from '../base/problem.ts'
import type { FieldType } from './field-type.ts'
import { dateOption } from './options.ts'
import { parseDate } from './parse-date.ts'
import { plainText } from './plain-text.ts'

export interface DateOptions {
  readonly min: string
  readonly max: string
}

function toDate(input: unknown): string {
  if (typeof input === 'string') return parseDate(input)
  // Hooks may hand over a Date. A number is no time, not even a timestamp (§3.8).
  return input instanceof Date && !Number.isNaN(input.getTime()) ? parseDate(input.toISOString()) : ''
}

/** What date and autodate have in common: a time in the canonical layout, which sorts as text does, or `""`. */
export const dateText: Pick<FieldType<object, string>, keyof typeof plainText> = {
  ...plainText,
  kind: () => 'date',
  normalise: toDate,
  fromCell: toDate,
}

/** A time, to the millisecond, in UTC (contract data.md §3.8). */
export const date: FieldType<DateOptions, string> = {
  ...dateText,
  name: 'date',
  options: { min: dateOption('Earliest'), max: dateOption('Latest') },
  column: () => 'text',
  check: checkDate,
  // A range that is the wrong way round is accepted: a quirk of the contract.
  checkOptions: () => undefined,
}

function checkDate(value: string, { min, max }: DateOptions): Problem | undefined {
  if (value === '') return undefined
  if (min !== '' && value < min) {
    return problem('validation_min_greater_equal_than_required', `Use ${min} or later.`, {
      threshold: toRfc3339(min),
    })
  }
  if (max !== '' && value > max) {
    return problem('validation_max_less_equal_than_required', `Use ${max} or earlier.`, {
      threshold: toRfc3339(max),
    })
  }
  return undefined
}

/** RFC 3339 without zeros at the end of the fraction. */
function toRfc3339(canonical: string): string {
  return canonical.replace(' ', 'T').replace(/\.?0{1,3}Z$/, 'Z')
}
