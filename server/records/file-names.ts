import { toStringList } from '../fields/string-list.ts'
import type { Cells } from './change.ts'
import type { Shape, ShapeField } from './shape.ts'

/** The names of all files of a record. */
export function namesOf(shape: Shape, cells: Cells): string[] {
  return shape.fileFields.flatMap((field) => namesIn(field, cells))
}

/** The names of the files in one of its fields. */
export function namesIn({ name, type, field }: ShapeField, cells: Cells): string[] {
  return toStringList(type.fromCell(cells[name] ?? null, field.options))
}
