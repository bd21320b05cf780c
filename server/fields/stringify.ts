/**
 * The text of a scalar (contract data.md §3.1): `true`/`false`, a number in plain decimals without exponent, and
 * `""` for null, arrays and objects. Half a surrogate pair becomes U+FFFD here, since the database would do it later
 * and behind our back.
 *
 * @example stringify(1e21) // '1000000000000000000000'
 * @example stringify(['a']) // ''
 */
export function stringify(input: unknown): string {
  if (typeof input === 'string') return input.toWellFormed()
  if (typeof input === 'number') return plainDecimal(input)
  return typeof input === 'boolean' ? String(input) : ''
}

function plainDecimal(number: number): string {
  if (!Number.isFinite(number)) return ''
  const text = String(number)
  const [mantissa = '', exponent] = text.split('e')
  return exponent === undefined ? text : shiftPoint(mantissa, Number(exponent))
}

/** JavaScript writes an exponent only from 1e21 on and below 1e-6, so the point always leaves the digits. */
function shiftPoint(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.')
  const digits = whole + fraction
  return exponent < 0
    ? `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
    : `${sign}${digits.padEnd(exponent + 1, '0')}`
}
