/** A text that a spreadsheet would take for a formula is given an apostrophe. */
const FORMULA = /^[=+\-@\t\r]/
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i

/**
 * Rows as CSV (RFC 4180) with a head; null is an empty cell.
 *
 * @example toCsv(['id', 'name'], [['1', 'Soto "Lamongan"']]) // 'id,name\r\n1,"Soto ""Lamongan"""\r\n'
 */
export function toCsv(head: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: string | null): string {
  if (value === null) return ''
  const safe = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
