import type { CollectionJson, FieldJson, RecordJson } from '@dapur/sdk'
import { fieldInput } from '../inputs/index.ts'

/** Can the value be changed in its cell? Only what is one line; for the rest there is the sheet. */
export function canEditCell({ type }: CollectionJson, field: FieldJson, record: RecordJson): boolean {
  if (type === 'view' || field.name === 'id' || fieldInput(field.type)?.isLine !== true) return false
  const value = record[field.name]
  return !Array.isArray(value) && !(typeof value === 'string' && value.includes('\n'))
}
