import type { ImportQuery } from './import-query.ts'
import type { ImportRow } from './import-rows.ts'
import type { Shape, ShapeField } from './shape.ts'

/** Makes the body of a write of a row. */
export type BodyOf = (row: ImportRow) => Record<string, unknown>

/**
 * How the rows of a file become bodies: columns by the names of their fields; what is JSON in the cells of a CSV file as
 * what it says. A row with a password confirms it.
 *
 * @param ignored columns without a field are added to it
 */
export function rowReader(
  shape: Shape,
  { mapping, format }: Pick<ImportQuery, 'mapping' | 'format'>,
  ignored: Set<string>,
): BodyOf {
  const read = format === 'csv' ? readCell : (_field: ShapeField, value: unknown) => value
  return (row) => {
    const body: Record<string, unknown> = Object.create(null)
    for (const [column, value] of Object.entries(row)) {
      const name = Object.hasOwn(mapping, column) ? (mapping[column] ?? column) : column
      const field = shape.byName.get(name)
      if (field) body[name] = read(field, value)
      else if (name === 'passwordConfirm') body[name] = value
      else ignored.add(column)
    }
    const { password } = body
    if (typeof password === 'string' && password !== '') body['passwordConfirm'] ??= password
    return body
  }
}

/** Texts that begin like JSON are JSON, where the field holds more than a text; an empty cell is no text there. */
function readCell({ type, field }: ShapeField, value: unknown): unknown {
  if (value === '' && type.output === 'json') return null
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  const isPlain = type.output === 'string' && type.column(field.options) === 'text'
  if (isPlain && type.kind(field.options) !== 'point') return value
  try {
    const parsed: unknown = JSON.parse(value)
    return parsed
  } catch {
    // The check of the field says what is wrong with it.
    return value
  }
}
