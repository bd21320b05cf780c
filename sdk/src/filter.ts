/**
 * A filter with values that can never break out of their place, as a tagged template.
 *
 * Strings are quoted, dates become the server's UTC form, `null` and `undefined` become `null`,
 * arrays and objects become a quoted JSON text. The language has no way to write a text that ends
 * in a backslash, an infinite number, or a value inside quotes of the template: those throw a
 * `TypeError` (contract data.md §5.1).
 *
 * @example filter`status = ${'open'} && total > ${min}` // status = "open" && total > 3
 */
export function filter(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  let text = ''
  for (const [index, part] of parts.entries()) {
    text = join(text, part)
    if (index < values.length) {
      refuseInsideText(parts, index)
      text = join(text, toLiteral(values[index]))
    }
  }
  return text
}

/** A space keeps `a${1}` from becoming the name `a1`, and a value from touching another value. */
function join(left: string, right: string): string {
  return /[\w.:@#"'-]$/.test(left) && /^[\w.:@#"'-]/.test(right) ? `${left} ${right}` : left + right
}

function refuseInsideText(parts: readonly string[], index: number): void {
  const before = parts.slice(0, index + 1).join('\0')
  // Comments first: a quote inside one opens nothing.
  const rest = before.replace(
    /\/\/[^\n]*(?:\n|$)|"(?:\\"|\\(?!")|[^"\\])*"|'(?:\\'|\\(?!')|[^'\\])*'/g,
    (found) => (found.startsWith('//') && !found.endsWith('\n') ? '"' : ''),
  )
  if (/["']/.test(rest)) {
    throw new TypeError('A value of a filter cannot stand inside quotes or a comment; leave the quotes out.')
  }
}

function toLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') return plainNumber(value)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof Date) return quote(value.toISOString().replace('T', ' '))
  if (typeof value === 'object') return quote(JSON.stringify(value))
  throw new TypeError(`A ${typeof value} cannot be a value of a filter.`)
}

/** Only the delimiter is escaped: every other backslash stands for itself. */
function quote(text: string): string {
  if (text.endsWith('\\')) throw new TypeError('A text in a filter cannot end in a backslash.')
  return `"${text.replaceAll('"', '\\"')}"`
}

/** The language has no exponents: 1e21 and 1e-7 are written out. */
function plainNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be a value of a filter.`)
  const [mantissa = '', exponent] = String(value).split('e')
  if (exponent === undefined) return mantissa
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  const sign = value < 0 ? '-' : ''
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return sign + digits.padEnd(point, '0')
}
