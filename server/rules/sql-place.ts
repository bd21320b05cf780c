import { type RawBuilder, sql } from 'kysely'
import type { Cell, SqlDialect } from '../storage/dialect.ts'
import { RuleError } from './ast.ts'
import type { Column, Place, Request } from './bound.ts'
import { jsonCell } from './json.ts'
import { Slot } from './slot.ts'
import { columnText } from './value.ts'

/** SQLite joins at most 64 tables; the base and what a caller adds are among them. */
const mostJoins = 60

/** Which copy of the joins is meant: those of the query itself, or those of a search for counter-examples. */
export type Copy = '' | 'l' | 'r'

/** The joins of one query, in the order in which they were first needed. */
export interface Joins {
  readonly dialect: SqlDialect
  /** Places with the number of their alias. */
  readonly numbers: Map<Place, number>
  /** The places that are joined to the base, parents first. */
  readonly joined: Place[]
}

export function newJoins(dialect: SqlDialect): Joins {
  return { dialect, numbers: new Map(), joined: [] }
}

/** Join a place, and what it hangs from, unless that is done. Errors: `RuleError` past the limit of tables. */
export function join(joins: Joins, place: Place): void {
  if (place.parent) join(joins, place.parent)
  if (!isJoin(place) || joins.joined.includes(place)) return
  if (joins.joined.length >= mostJoins) {
    throw new RuleError(`This leads to more than ${mostJoins} related collections.`, { from: 0, to: 0 })
  }
  joins.joined.push(place)
}

function isJoin({ link }: Place): boolean {
  return link.kind !== 'base' && link.kind !== 'requester' && link.kind !== 'same'
}

/** The joins that a search for counter-examples needs of its own: those with several rows. */
export function copiedPlaces(places: readonly Place[]): readonly Place[] {
  const copied: Place[] = []
  const add = (place: Place): void => {
    if (place.parent) add(place.parent)
    if (isJoin(place) && place.isMulti && !copied.includes(place)) copied.push(place)
  }
  places.forEach(add)
  return copied
}

/** Field names are words, so an alias with an at sign can be no table. */
function aliasOf(joins: Joins, place: Place, copy: Copy): string {
  const { link } = place
  if (link.kind === 'base') return link.table
  if (link.kind === 'same') return aliasOf(joins, link.as, '')
  const number = joins.numbers.get(place) ?? joins.numbers.size + 1
  joins.numbers.set(place, number)
  return `@${number}${place.isMulti ? copy : ''}`
}

export function columnSql(
  joins: Joins,
  { place, field }: Omit<Column, 'kind'>,
  copy: Copy,
): RawBuilder<unknown> {
  if (place.link.kind !== 'requester') return sql.id(aliasOf(joins, place, copy), field.name)
  const { name, kind } = field
  if (kind === 'json' || kind === 'point') {
    return slotSql(({ auth }) => numberAsText(jsonCell(auth?.cells[name] ?? null)))
  }
  if (kind === 'number' || kind === 'boolean') {
    return sql`CAST(${slotSql(({ auth }) => numberAsText(auth?.cells[name] ?? null))} AS NUMERIC)`
  }
  const cell = slotSql(({ auth }) => auth?.cells[name] ?? null)
  return kind === 'list' ? cell : sql`CAST(${cell} AS TEXT)`
}

/** A parameter would make 5.0 of 5; a text keeps the whole number that the column has. */
function numberAsText(cell: Cell): Cell {
  return typeof cell === 'number' ? columnText(cell) : cell
}

export function slotSql(read: Slot['read']): RawBuilder<unknown> {
  return sql`${new Slot(read)}`
}

export function elementSql(joins: Joins, place: Place, copy: Copy): RawBuilder<unknown> {
  return sql.id(aliasOf(joins, place, copy), 'value')
}

/** `LEFT JOIN …` of one place. */
export function joinSql(joins: Joins, place: Place, copy: Copy): RawBuilder<unknown> {
  const alias = sql.id(aliasOf(joins, place, copy))
  const { link, collection } = place
  if (link.kind === 'items') {
    return sql`LEFT JOIN ${joins.dialect.listItems(listSql(joins, link.list, copy))} AS ${alias} ON 1 = 1`
  }
  if (!collection) throw new Error('only the items of a list have no collection')
  return sql`LEFT JOIN ${sql.id(collection.name)} AS ${alias} ON ${conditionSql(joins, place, copy)}`
}

function listSql(joins: Joins, list: Column | Request, copy: Copy): RawBuilder<unknown> {
  return list.kind === 'column' ? columnSql(joins, list, copy) : slotSql(list.read)
}

function conditionSql(joins: Joins, place: Place, copy: Copy): RawBuilder<unknown> {
  const { link } = place
  const alias = aliasOf(joins, place, copy)
  const id = sql.id(alias, 'id')
  switch (link.kind) {
    case 'named':
      return sql`${id} = ${link.id.kind === 'column' ? columnSql(joins, link.id, copy) : elementSql(joins, link.id.place, copy)}`
    case 'naming': {
      const named = columnSql(joins, link.id, copy)
      const naming = sql.id(alias, link.field.name)
      return link.field.isMultiple ? isAmong(joins, named, naming) : sql`${naming} = ${named}`
    }
    case 'submitted':
      return isAmong(joins, id, slotSql(link.ids.read))
    case 'every':
      return sql`1 = 1`
    case 'base':
    case 'requester':
    case 'same':
    case 'items':
      throw new Error(`a place of kind "${link.kind}" is not joined`)
  }
}

function isAmong(joins: Joins, value: RawBuilder<unknown>, list: RawBuilder<unknown>): RawBuilder<unknown> {
  const items = sql.id('@items')
  return sql`${value} IN (SELECT ${sql.id('@items', 'value')} FROM ${joins.dialect.listItems(list)} AS ${items})`
}
