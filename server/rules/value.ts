import { realText } from './real-text.ts'

/**
 * What SQLite does with values, in memory: storage classes, affinity, order, conversion to text.
 * A `bigint` is an INTEGER, a `number` a REAL unless its trait says that it comes from a column that keeps whole numbers.
 */
export type Value = string | number | bigint | null

/** The answer of a comparison; null is SQL's "unknown". */
export type Truth = boolean | null

/** What is known of an operand before there is a value. */
export interface Trait {
  /**
   * Which conversion the operand asks of the other side (sqlite.org/datatype3.html §4.2). A column without a type is
   * `blob`: it asks for none, but unlike an expression it is not converted to text for the sake of a text column.
   */
  readonly affinity: 'text' | 'numeric' | 'blob' | 'none'
  /** The "N" of contract data.md §5.6: is NULL something else than an empty text? */
  readonly isExact: boolean
  /** Is it known before the query runs? Then it is empty or known, else open. */
  readonly isBound: boolean
  /** Is it handed over as a parameter? On the right of `~` it then becomes a pattern. */
  readonly isParameter: boolean
  /** Are whole numbers INTEGER here, as in a NUMERIC column? Bound numbers are REAL. */
  readonly isIntegral: boolean
}

const numericText = /^[ \t\n\v\f\r]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\v\f\r]*$/
const wholeText = /^[+-]?\d+$/
const limit = 2n ** 63n

/**
 * A number for a text that reads as one, as a NUMERIC column would store it; other values stay. SQLite reads 19 digits,
 * so longer texts may differ in the last one.
 */
export function toNumeric(value: Value): Value {
  if (typeof value !== 'string') return value
  const digits = numericText.exec(value)?.[1]
  if (digits === undefined) return value
  const number = Number(digits)
  if (!wholeText.test(digits) || Number.isSafeInteger(number)) return number
  const whole = BigInt(digits)
  return whole >= -limit && whole < limit ? whole : number
}

/**
 * A value as SQLite writes it into a text.
 *
 * @example toText(5, false) // '5.0', since a bound number is REAL
 * @example toText(5, true) // '5'
 */
export function toText(value: Value, isIntegral: boolean): string | null {
  if (typeof value === 'number') return isIntegral ? columnText(value) : realText(value)
  return value === null ? null : String(value)
}

/** A number of a NUMERIC column as text: whole numbers within 64 bits are INTEGER there. */
export function columnText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value)
  if (Number.isInteger(value) && Math.abs(value) < Number(limit)) return String(BigInt(value))
  return realText(value)
}

/** A bound value as people write it: numbers in plain decimals, without an exponent (contract data.md §3.1). */
export function plainText(value: Exclude<Value, null>): string {
  const text = String(value)
  const [, sign = '', whole = '', fraction = '', power = ''] =
    /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? []
  if (typeof value !== 'number' || power === '') return text
  const digits = whole + fraction
  const point = whole.length + Number(power)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return sign + digits.padEnd(point, '0')
}

/** Texts in the order of their code points, which is that of their UTF-8 bytes; UTF-16 puts U+FF5E after an emoji. */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return inCodePointOrder(a) - inCodePointOrder(b)
  }
  return left.length - right.length
}

/** Surrogates stand for code points beyond all others. */
function inCodePointOrder(unit: number): number {
  if (unit < 0xd800) return unit
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}

/** Letters A to Z made small, as SQLite's `lower` and LIKE do; other letters stay. */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
