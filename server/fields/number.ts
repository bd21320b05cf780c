import { problem, type Problem } from '../base/problem.ts'
import type { FieldType } from './field-type.ts'
import { limitOption, switchOption } from './options.ts'
import { problemsOf, tooSmall } from './setting-checks.ts'

export interface NumberOptions {
  readonly min: number | null
  readonly max: number | null
  readonly onlyInt: boolean
}

/** A 64-bit float (contract data.md §3.3). Zero is "nothing": only `required` looks at it. */
export const number: FieldType<NumberOptions, number> = {
  name: 'number',
  options: {
    min: limitOption('Least'),
    max: limitOption('Most'),
    onlyInt: switchOption('Whole numbers only'),
  },
  kind: () => 'number',
  column: () => 'number',
  empty: () => 0,
  isEmpty: (value) => value === 0,
  normalise: toNumber,
  modifiers: {
    append: (stored, input) => withoutSign(stored + toNumber(input)),
    remove: (stored, input) => withoutSign(stored - toNumber(input)),
  },
  check: checkNumber,
  checkOptions: ({ min, max, onlyInt }) =>
    problemsOf({
      min: onlyInt && hasFraction(min) ? wholeOnly : undefined,
      max: (onlyInt && hasFraction(max) ? wholeOnly : undefined) ?? checkOrder(min, max),
    }),
  toCell: (value) => value,
  fromCell: toNumber,
  output: 'number',
  typescript: () => 'number',
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const endless = /^([+-])?inf(?:inity)?$/i

function toNumber(input: unknown): number {
  if (typeof input === 'number') return withoutSign(input)
  if (typeof input === 'boolean') return input ? 1 : 0
  return typeof input === 'string' ? withoutSign(readNumber(input)) : 0
}

/** What is out of the range of a float does not parse, as everything else that is no number: 0. */
function readNumber(text: string): number {
  const [isEndless, sign] = endless.exec(text) ?? []
  if (isEndless !== undefined) return sign === '-' ? -Infinity : Infinity
  if (text.toLowerCase() === 'nan') return Number.NaN
  const parsed = decimal.test(text) ? Number(text) : 0
  return Number.isFinite(parsed) ? parsed : 0
}

/** Zero has no sign in JSON. */
function withoutSign(value: number): number {
  return value === 0 ? 0 : value
}

const wholeOnly = problem('validation_only_int_constraint', 'Use a whole number.')

function checkNumber(value: number, { min, max, onlyInt }: NumberOptions): Problem | undefined {
  if (!Number.isFinite(value)) return problem('validation_not_a_number', 'This is not a number.')
  if (value === 0) return undefined
  if (onlyInt && hasFraction(value)) return wholeOnly
  if (min !== null && value < min)
    return problem('validation_min_number_constraint', `Use ${min} or more.`, { min })
  if (max !== null && value > max)
    return problem('validation_max_number_constraint', `Use ${max} or less.`, { max })
  return undefined
}

function hasFraction(value: number | null): boolean {
  return value !== null && !Number.isInteger(value)
}

function checkOrder(min: number | null, max: number | null): Problem | undefined {
  return min !== null && max !== null && max < min ? tooSmall(min) : undefined
}
