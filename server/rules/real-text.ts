/** The most significant digits that SQLite writes. */
const most = 17

/**
 * A REAL as SQLite 3.54 makes text of it: `%!.17g` of sqlite3.c, digit by digit, which is not always the shortest text nor
 * the nearest one. Rules see such texts where a number meets LIKE, `:lower` or a text field. Exact from 1e-9 to 1e18; beyond
 * that SQLite's powers of ten are rounded, and one of 2,000 numbers differs in its 17th digit.
 *
 * @example realText(5) // '5.0'
 * @example realText(1 / 3) // '0.33333333333333332'
 */
export function realText(value: number): string {
  if (value === 0) return '0.0'
  const sign = value < 0 ? '-' : ''
  if (!Number.isFinite(value)) return `${sign}Inf`
  const { digits, point } = rounded(Math.abs(value))
  return sign + placePoint(digits.replace(/0+$/, ''), point - 1)
}

/** Digits, and how many of them stand before the decimal point. */
interface Decimal {
  readonly digits: string
  readonly point: number
}

/** SQLite takes 18 or 19 digits first, shortens them if the number survives that, then rounds half up. */
function rounded(value: number): Decimal {
  const { digits, point } = decoded(value)
  const keep = shortLength(value, digits, point) ?? most
  if (digits.charAt(keep) < '5') return { digits: digits.slice(0, keep), point }
  const up = String(BigInt(digits.slice(0, keep)) + 1n)
  return { digits: up, point: point + up.length - keep }
}

/** 18 digits, or 19 where the number and the power of two below it lie on two sides of a power of ten. */
function decoded(value: number): Decimal {
  const power = Math.floor(Math.log2(value))
  const isBelow = 2 ** power > value
  const tens = ((isBelow ? power - 1 : power) * 78913) >> 18
  const isAbove = value.toExponential(18).endsWith(`e${tens < 0 ? '' : '+'}${tens}`)
  const [digits = '', exponent = ''] = value.toExponential(isAbove ? 17 : 18).split('e')
  return { digits: digits.replace('.', ''), point: Number(exponent) + 1 }
}

/** How many digits are looked at when a long row of nines or zeros ends the number, and the rest says nothing. */
function shortLength(value: number, digits: string, point: number): number | undefined {
  const isNines = digits.slice(14, 16) === '99'
  const isZeros = !isNines && (point >= digits.length || digits.slice(13, 16) === '000')
  if (!isNines && !isZeros) return undefined
  const kept = digits.slice(0, isNines ? 14 : 13).replace(isNines ? /9+$/ : /0+$/, '')
  const short = isNines ? BigInt(kept || '0') + 1n : BigInt(kept)
  return Number(`${short}e${point - kept.length}`) === value ? kept.length + 1 : undefined
}

function placePoint(digits: string, power: number): string {
  if (power < -4 || power >= most) {
    const exponent = String(Math.abs(power)).padStart(2, '0')
    return `${digits.slice(0, 1)}.${digits.slice(1) || '0'}e${power < 0 ? '-' : '+'}${exponent}`
  }
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${digits}`
  const whole = digits.slice(0, power + 1).padEnd(power + 1, '0')
  return `${whole}.${digits.slice(power + 1) || '0'}`
}
