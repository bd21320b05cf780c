import { sql } from 'kysely'
import { apiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import type { Cell } from '../storage/dialect.ts'
import { forgetAfterDelete } from './auth-record.ts'
import type { Cells } from './change.ts'
import { cellsFrom, completeValues } from './check.ts'
import { deleteCells, updateCells } from './save.ts'
import { cellsOf, type Shape, type ShapeField, shapeOf, valuesOf } from './shape.ts'
import type { Work } from './work.ts'

/** More records than the grouped transaction should be held up for. */
export class CascadeTooLong extends Error {}

/** How long a cascade may get before it wants a transaction of its own. */
export const SHORT_CASCADE = 1000

/**
 * Delete a record and what hangs on it (contract data.md §4.8): records whose required or cascading relation it
 * was, and its id in all other relations. Works through a list, so that a chain of any length fits the stack.
 *
 * Errors: `cascade_refused` 400 when a required relation would be left empty; `CascadeTooLong` past `limit`.
 */
export function* deleteWithCascade(
  work: Work,
  collection: Collection,
  cells: Cells,
  limit: number = Infinity,
): Steps<void> {
  const waiting: [Collection, Cells][] = [[collection, cells]]
  for (let done = 0; ; done++) {
    const next = waiting.pop()
    if (!next) return
    if (done > limit || waiting.length > limit) throw new CascadeTooLong('the cascade is long')
    yield* take(work.pause())
    const [owner, record] = next
    yield* deleteCells(work, shapeOf(owner), record)
    if (owner.type === 'auth') yield* forgetAfterDelete(work, owner, String(record['id']))
    for (const reference of referencesTo(work, owner)) {
      waiting.push(...(yield* release(work, reference, String(record['id']), waiting)))
    }
  }
}

interface Reference {
  readonly shape: Shape
  readonly field: ShapeField
  readonly cascades: boolean
  readonly isMultiple: boolean
}

const references = new WeakMap<Collection, readonly Reference[]>()

/** The relation fields that point to a collection, in the order of their collections' names. */
function referencesTo(work: Work, target: Collection): readonly Reference[] {
  const known = references.get(target)
  if (known) return known
  const found = work.catalog.all
    .filter(({ type }) => type !== 'view')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((collection) => {
      const shape = shapeOf(collection)
      return shape.fields.flatMap((field): Reference[] => {
        const reference = field.type.reference?.(field.field.options)
        if (reference?.collectionId !== target.id) return []
        return [{ shape, field, cascades: reference.cascadeDelete, isMultiple: reference.isMultiple }]
      })
    })
  references.set(target, found)
  return found
}

/** Take an id out of the records that hold it; gives those that have to be deleted instead. */
function* release(
  work: Work,
  reference: Reference,
  id: string,
  waiting: readonly [Collection, Cells][],
): Steps<[Collection, Cells][]> {
  const { shape, field } = reference
  const doomed: [Collection, Cells][] = []
  for (const row of yield* holders(work, reference, id)) {
    yield* take(work.pause())
    const cells = cellsOf(shape, row)
    if (waiting.some(([collection, other]) => collection === shape.collection && other['id'] === cells['id']))
      continue
    const values = valuesOf(shape, cells)
    values[field.name] = without(values[field.name], id)
    const isEmpty = field.type.isEmpty(values[field.name])
    if (isEmpty && reference.cascades) {
      doomed.push([shape.collection, cells])
      continue
    }
    if (isEmpty && field.field.required)
      throw apiError('cascade_refused', { collection: shape.collection.name })
    completeValues(work, shape, { verb: 'update', values })
    yield* updateCells(work, shape, cells, cellsFrom(shape, values))
  }
  return doomed
}

function without(value: unknown, id: string): unknown {
  return Array.isArray(value) ? value.filter((other) => other !== id) : ''
}

function* holders(work: Work, { shape, field, isMultiple }: Reference, id: string): Steps<Cell[][]> {
  const { storage } = work.house
  const column = sql.ref(`${shape.collection.name}.${field.name}`)
  const holds = isMultiple
    ? sql`exists (select 1 from ${storage.sql.listItems(column)} as ${sql.id('item')} where ${sql.ref('item.value')} = ${''})`
    : sql`${column} = ${''}`
  const text = sql`select ${shape.columns} from ${shape.table} where ${holds}`.compile(storage.cold).sql
  return yield* take(work.tx.all(text, [id]))
}
