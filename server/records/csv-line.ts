/**
 * One line of a CSV file (RFC 4180): lists, objects and points are written as JSON, nothing as an empty cell.
 *
 * @example csvLine(['a "b"', 5, true, ['x']]) // '"a ""b""",5,true,"[""x""]"\r\n'
 */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(toCell).join(',')}\r\n`
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
