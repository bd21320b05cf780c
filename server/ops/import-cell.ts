import type { Cell } from '../storage/dialect.ts'
import type { ShapeField } from '../records/shape.ts'

/** What a cell of the source becomes. */
export interface ImportedCell {
  readonly cell: Cell
  /** Held it something that the field cannot hold? */
  readonly isEmptied: boolean
}

/**
 * Write a cell of any older form in ours (contract data.md §7.6).
 *
 * @example importCell(due, '2022-01-02 03:04:05') // { cell: '2022-01-02 03:04:05.000Z', isEmptied: false }
 * @example importCell(due, 'tomorrow') // { cell: '', isEmptied: true }
 */
export function importCell({ field, type }: ShapeField, raw: Cell): ImportedCell {
  const value = type.fromCell(raw, field.options)
  // SQLite can hold the infinite, JSON cannot.
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { cell: type.toCell(type.empty(field.options), field.options), isEmptied: true }
  }
  const cell = type.toCell(value, field.options)
  if (cell === raw || raw === null || raw === '' || !type.isEmpty(value)) return { cell, isEmptied: false }
  const nothing = nothings[type.name]
  return { cell, isEmptied: nothing !== undefined && !nothing.test(String(raw)) }
}

/** The older forms of nothing of those types whose reading can fail. */
const nothings: Readonly<Record<string, RegExp>> = {
  bool: /^(?:0|f|false)$/i,
  number: /^[+-]?(?:0+\.?0*|\.0+)(?:e[+-]?\d+)?$/i,
  date: /^0001-01-01/,
  autodate: /^0001-01-01/,
  geoPoint: /"(?:lon|lat)"\s*:\s*0|^(?:null|\{\s*\})$/,
}
