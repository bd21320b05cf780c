import { randomString } from '../base/id.ts'
import type { Field } from '../fields/field-type.ts'
import type { Catalog, Collection } from './collection.ts'
import { withFieldIds } from './field-list.ts'
import { TokenError } from './sql-tokens.ts'
import { makeField, systemFields } from './system-fields.ts'
import { sourceOf, type ViewColumn, type ViewQuery } from './view-query.ts'

const CLONE = '_clone_'

/**
 * The fields of a view, from its query and the collections that it reads (contract data.md §2.8): what is a field
 * there is the same kind of field here, hidden ones stay hidden. Throws `TokenError` where there is no `id`.
 */
export function viewFields(query: ViewQuery, catalog: Catalog): Field[] {
  if (!query.columns.some((column) => column.alias === 'id'))
    throw new TokenError('a column named "id" is missing')
  return withFieldIds(query.columns.map((column) => fieldFor(column, query, catalog)))
}

/** Are these the same fields? Ids of clones are made anew each time and do not count. */
export function areSameFields(a: readonly Field[], b: readonly Field[]): boolean {
  const known = (field: Field): Field => (field.id.startsWith(CLONE) ? { ...field, id: CLONE } : field)
  return JSON.stringify(a.map(known)) === JSON.stringify(b.map(known))
}

function fieldFor(column: ViewColumn, query: ViewQuery, catalog: Catalog): Field {
  const { alias, reference } = column
  if (alias === 'id') return idField()
  const source = reference && sourceOf(query, reference.table)
  const collection = source?.table === undefined ? undefined : collectionNamed(catalog, source.table)
  const cloned = reference && collection && cloneOf(collection, reference.column, alias)
  return cloned ?? makeField({ name: alias, ...typeOf(column) })
}

// Whether a column that is no field is there at all (such as `rowid`) only the database knows.
function cloneOf(collection: Collection, column: string, alias: string): Field | undefined {
  const field = collection.fields.find(({ name }) => name.toLowerCase() === column.toLowerCase())
  if (!field) return undefined
  if (field.name !== 'id') return { ...field, id: CLONE + randomString(4), name: alias, system: false }
  return makeField({ name: alias, type: 'relation', collectionId: collection.id, maxSelect: 1 })
}

const casts: readonly (readonly [RegExp, object])[] = [
  [/^(?:real|decimal|numeric)$/i, { type: 'number' }],
  [/^(?:int|integer)$/i, { type: 'number', onlyInt: true }],
  [/^text$/i, { type: 'text' }],
  [/^(?:bool|boolean)$/i, { type: 'bool' }],
]

function typeOf({ tokens }: ViewColumn): object {
  const [first, second] = tokens
  const call = first?.kind === 'word' && second?.value === '(' ? first.value.toLowerCase() : ''
  if (call === 'count') return { type: 'number', onlyInt: true }
  if (call === 'total') return { type: 'number' }
  const cast = call === 'cast' ? casts.find(([type]) => type.test(tokens.at(-2)?.value ?? '')) : undefined
  return cast?.[1] ?? { type: 'json', maxSize: 1 }
}

function collectionNamed(catalog: Catalog, table: string): Collection | undefined {
  return catalog.all.find((collection) => collection.name.toLowerCase() === table.toLowerCase())
}

function idField(): Field {
  const [id] = systemFields('base')
  return makeField({
    name: 'id',
    type: 'text',
    system: true,
    required: true,
    primaryKey: true,
    pattern: id?.definition['pattern'],
  })
}
