import { type RawBuilder, sql } from 'kysely'
import type { Collection } from '../collections/collection.ts'
import type { Cell } from '../storage/dialect.ts'
import type { Cells } from './change.ts'
import { type ShapeField, shapeOf } from './shape.ts'

/** The name of the one-row table that stands for a record which is not there yet (contract data.md §4.5). */
export const VIRTUAL = '_dapur_virtual'

/** The cells of that row as they are bound, in the order of the collection's fields. */
export function virtualCellsOf(collection: Collection, cells: Cells): Cell[] {
  return shapeOf(collection).fields.map((field) => {
    const cell = cells[field.name] ?? null
    // A number that is bound as text becomes a whole number where it is one; bound as a number it would be 5.0.
    return affinityOf(field) === 'numeric' && cell !== null ? String(cell) : cell
  })
}

/**
 * `WITH …` of the row; `bound` gives the parameter of a field by its place.
 *
 * @example sql`${virtualRow(posts, (at) => sql`${new Given(at)}`)} select 1 from ${sql.id(VIRTUAL)}`
 */
export function virtualRow(
  collection: Collection,
  bound: (at: number) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const columns = shapeOf(collection).fields.map((field) => {
    const [value, affinity] = [bound(field.at), affinityOf(field)]
    return sql`${affinity ? sql`cast(${value} as ${AFFINITIES[affinity]})` : value} as ${sql.id(field.name)}`
  })
  return sql`with ${sql.id(VIRTUAL)} as (select ${sql.join(columns)})`
}

const AFFINITIES = { numeric: sql`numeric`, text: sql`text` }

/** A cast gives a column the affinity that it has in its table; JSON text has to stay as it is. */
function affinityOf({ type, field }: ShapeField): 'numeric' | 'text' | undefined {
  const kind = type.column(field.options)
  if (kind === 'number' || kind === 'boolean') return 'numeric'
  return kind === 'text' || kind === 'id' ? 'text' : undefined
}
