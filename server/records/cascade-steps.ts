import type { Steps } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import { forgetAfterDelete } from './auth-record.ts'
import type { Cells } from './change.ts'
import { cellsFrom, completeValues } from './check.ts'
import type { Work } from './house.ts'
import type { Reference } from './references.ts'
import { deleteCells, updateCells } from './save.ts'
import { shapeOf, valuesOf } from './shape.ts'

/** Delete one record, with what the system itself keeps of it. */
export function* dropRecord(work: Work, collection: Collection, cells: Cells): Steps<void> {
  yield* deleteCells(work, shapeOf(collection), cells)
  if (collection.type === 'auth') yield* forgetAfterDelete(work, collection, String(cells['id']))
}

/** Take an id out of a relation, without any check (contract data.md §4.8); gives what is stored then. */
export function* unsetReference(
  work: Work,
  { shape, field }: Reference,
  cells: Cells,
  id: string,
): Steps<Cells> {
  const values = valuesOf(shape, cells)
  values[field.name] = without(values[field.name], id)
  completeValues(work, shape, { verb: 'update', values })
  const after = cellsFrom(shape, values)
  yield* updateCells(work, shape, cells, after)
  return after
}

/** A value of a relation without an id. */
export function without(value: unknown, id: string): unknown {
  return Array.isArray(value) ? value.filter((other) => other !== id) : ''
}
