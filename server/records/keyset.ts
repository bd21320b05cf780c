import { type RawBuilder, sql } from 'kysely'
import { apiError } from '../base/error.ts'
import type { Collection } from '../collections/collection.ts'
import { parseSort, type SortKey } from '../rules/index.ts'
import type { Cell, Storage } from '../storage/dialect.ts'
import { Given } from './plan.ts'
import { shapeOf } from './shape.ts'

/** One column that rows are put in order by. */
export interface Key {
  readonly column: RawBuilder<unknown>
  readonly isDescending: boolean
  readonly mayBeNull: boolean
}

/**
 * What a list with a cursor is ordered by: the columns of its sort, and the id behind them, so that no two rows are
 * equal.
 *
 * Errors: `cursor_broken` 400 for a random order, and for a sort by something else than a column of the collection.
 *
 * @example keysOf(storage, posts, '-created') // created descending, id ascending
 */
export function keysOf(storage: Storage, collection: Collection, sort: string): readonly Key[] {
  const keys: Key[] = []
  for (const wanted of sort === '' ? [] : parseSort(sort)) {
    keys.push(keyOf(storage, collection, wanted))
    if (isUnique(wanted.name)) return keys
  }
  return [...keys, keyOf(storage, collection, { name: 'id', isDescending: false, from: 0, to: 0 })]
}

function isUnique(name: string): boolean {
  return name === 'id' || name === '@rowid'
}

function keyOf(storage: Storage, collection: Collection, { name, isDescending }: SortKey): Key {
  if (name === '@random') throw apiError('cursor_broken', { why: 'a random order has no next page' })
  if (name === '@rowid')
    return { column: storage.sql.insertionOrder(collection.name), isDescending, mayBeNull: false }
  const field = shapeOf(collection).byName.get(name)
  if (!field) {
    throw apiError('cursor_broken', {
      why: `it follows the columns of "${collection.name}", and "${name}" is none of them`,
    })
  }
  const column = sql.ref(`${collection.name}.${name}`)
  const kind = field.type.kind(field.field.options)
  // As the language of filters reads such a field: the value in the JSON, not its text.
  if (kind === 'json' || kind === 'point')
    return { column: storage.sql.jsonAt(column, []), isDescending, mayBeNull: true }
  return { column, isDescending, mayBeNull: collection.type === 'view' }
}

/** `ORDER BY …`; NULL comes before everything else. */
export function orderOf(keys: readonly Key[]): RawBuilder<unknown> {
  return sql.join(keys.map(({ column, isDescending }) => sql`${column}${isDescending ? sql` desc` : sql``}`))
}

/** Which values are NULL: another statement for each such pattern. */
export function nullsOf(values: readonly Cell[]): string {
  return values.map((value) => (value === null ? 'n' : 'v')).join('')
}

/**
 * The rows behind the row with these values; `given[from]` is the first of them. The first key stands in front once
 * more as a range, because an OR of ranges is not answered from an index.
 */
export function behind(keys: readonly Key[], values: readonly Cell[], from: number): RawBuilder<unknown> {
  const [key, ...rest] = keys
  if (!key) throw new Error('a cursor needs a column')
  const [value = null, ...more] = values
  const given = new Given(from)
  const strictly = isBehind(key, value, given)
  if (rest.length === 0) return strictly
  const isSame = value === null ? sql`${key.column} is null` : sql`${key.column} = ${given}`
  const either = sql`(${strictly} or (${isSame} and ${behind(rest, more, from + 1)}))`
  const isRange = value !== null && !(key.isDescending && key.mayBeNull)
  return isRange
    ? sql`(${key.column} ${key.isDescending ? sql`<=` : sql`>=`} ${given} and ${either})`
    : either
}

function isBehind({ column, isDescending, mayBeNull }: Key, value: Cell, given: Given): RawBuilder<unknown> {
  if (value === null) return isDescending ? sql`1 = 0` : sql`${column} is not null`
  if (!isDescending) return sql`${column} > ${given}`
  return mayBeNull ? sql`(${column} < ${given} or ${column} is null)` : sql`${column} < ${given}`
}
