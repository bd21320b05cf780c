import { fieldTypes } from '../fields/index.ts'
import type { Field } from '../fields/field-type.ts'
import type { ColumnKind, SqlDialect } from '../storage/dialect.ts'

/** What kind of column a field's cells are kept in. */
export function columnKind(field: Field): ColumnKind {
  const type = fieldTypes.get(field.type)
  if (!type) throw new Error(`no field type "${field.type}"`)
  return type.column(field.options)
}

/** The declaration behind the name of a field's column. */
export function columnSql(sql: SqlDialect, field: Field): string {
  return sql.columnType(columnKind(field))
}
