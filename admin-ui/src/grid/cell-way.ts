import type { CollectionJson, FieldJson, RecordJson } from '@dapur/sdk'
import { fieldInput } from '../inputs/index.ts'

/** In the cell itself, in a panel above it, or there only to be looked at. */
export type CellWay = 'line' | 'panel' | 'look'

/** How a value is edited where it stands in the grid; undefined where only the sheet can. */
export function cellWay({ type }: CollectionJson, field: FieldJson, record: RecordJson): CellWay | undefined {
  const value = record[field.name]
  const input = fieldInput(field.type)
  if (type === 'view') return field.type === 'json' && value !== null ? 'look' : undefined
  if (field.name === 'id' || !input) return undefined
  const isLong = Array.isArray(value) || (typeof value === 'string' && value.includes('\n'))
  if (input.isLine === true && !isLong) return 'line'
  return input.Panel && 'panel'
}
