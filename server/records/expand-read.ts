import { type RawBuilder, sql } from 'kysely'
import { apiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import type { Pieces } from '../rules/index.ts'
import { ruleFor } from './access.ts'
import type { Output, Row } from './bare.ts'
import { boundedWhere, readBounded } from './bounded.ts'
import { isMultiple, type Step } from './expand-paths.ts'
import { type InList, inList } from './in-list.ts'
import { Given, ifSound, joinsOf, type Plan, planFor, statement } from './plan.ts'
import { shapeOf } from './shape.ts'

/** The most records that one record's back-relation shows (contract data.md §4.10). */
export const MAX_BACK = 1000
/** The most records that all expands of an answer may show: they are written on the loop, at about 3 µs each. */
export const MAX_FOUND = 20_000
/** So many ids fit one statement, whatever the database allows. */
const IDS_AT_ONCE = 4096

/** What it takes to write rows with their expands. */
export interface Expanding extends Output {
  readonly budget: { left: number }
}

/**
 * The records that a step leads to from records with these ids, as far as the target's view rule lets this actor see
 * them. Forward the ids are those of the records themselves; back they are the ones that the records refer to.
 *
 * Errors: `expand_too_large`, `query_expired`, `query_too_large` 400; `query_queue_full` 503.
 */
export function* readStep(output: Expanding, step: Step, ids: readonly string[]): Steps<Row[]> {
  const { house, ask, catalog, budget } = output
  const rule = ruleFor(ask.actor, step.target, 'viewRule')
  const plan = ifSound(() => planFor(house.storage, catalog, step.target, { rule }))
  if (!plan) return []
  const found: Row[] = []
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const list = inList(ids.slice(at, at + IDS_AT_ONCE))
    const rows = yield* readSome(output, { step, plan, list })
    budget.left -= rows.length
    found.push(...rows)
  }
  return ids.length > IDS_AT_ONCE ? unique(step.target, found) : found
}

interface Reading {
  readonly step: Step
  readonly plan: Plan
  readonly list: InList
}

type Build = (pieces: Pieces, reading: Reading, output: Output) => RawBuilder<unknown>

/** One record may have more than it shows, and must not take their place from the others. */
function* readSome(output: Expanding, reading: Reading): Steps<Row[]> {
  const { left } = output.budget
  let rows = yield* readUpTo(output, reading, 'all', selectAll)
  if (rows.length > left && reading.step.isBack) rows = yield* readUpTo(output, reading, 'first', selectFirst)
  if (rows.length > left) throw apiError('expand_too_large', { limit: MAX_FOUND })
  return rows
}

/** One more than may be shown, so that it is seen when there are more. */
function* readUpTo(output: Expanding, reading: Reading, manner: string, build: Build): Steps<Row[]> {
  const { house, ask, budget } = output
  const { step, plan, list } = reading
  const purpose = `expand ${step.isBack ? step.field.id : 'id'} ${list.size} ${manner}`
  const asked = ifSound(() =>
    statement(house.storage, plan, purpose, ask.context, (pieces) => build(pieces, reading, output), [
      ...list.given,
      budget.left + 1,
    ]),
  )
  return asked ? yield* take(readBounded(house.storage, plan, asked)) : []
}

function selectAll(pieces: Pieces, reading: Reading, output: Output): RawBuilder<unknown> {
  const { target } = reading.step
  const { columns, table } = shapeOf(target)
  const distinct = pieces.needsDistinct ? sql`distinct ` : sql``
  const { storage } = output.house
  const where = boundedWhere(storage, output.catalog, target, pieces, matches(reading, output))
  return sql`select ${distinct}${columns} from ${table}${joinsOf(pieces)}${where} limit +${limitOf(reading)}`
}

/** Of each record that is referred to no more than `MAX_BACK`. */
function selectFirst(pieces: Pieces, reading: Reading, output: Output): RawBuilder<unknown> {
  const { target, field } = reading.step
  const { columns, fields, table } = shapeOf(target)
  const { storage } = output.house
  const column = sql.ref(`${target.name}.${field.name}`)
  const items = isMultiple(field) ? sql` join ${storage.sql.listItems(column)} as "@item"` : sql``
  const owner = isMultiple(field) ? sql`"@item"."value"` : column
  const where = boundedWhere(storage, output.catalog, target, pieces, sql`${owner} in ${reading.list.list}`)
  const each = sql`select distinct ${columns}, ${owner} as "@owner" from ${table}${joinsOf(pieces)}${items}${where}`
  const names = sql.join(fields.map(({ name }) => sql.id(name)))
  const counted = sql`select ${names}, row_number() over (partition by "@owner") as "@place" from (${each}) as "@each"`
  return sql`select distinct ${names} from (${counted}) as "@counted" where "@place" <= ${sql.lit(MAX_BACK)} limit +${limitOf(reading)}`
}

function matches({ step, list }: Reading, { house }: Output): RawBuilder<unknown> {
  const { target, field, isBack } = step
  const column = sql.ref(`${target.name}.${isBack ? field.name : 'id'}`)
  if (!isBack || !isMultiple(field)) return sql`${column} in ${list.list}`
  return sql`exists (select 1 from ${house.storage.sql.listItems(column)} as "@item" where "@item"."value" in ${list.list})`
}

function limitOf({ list }: Reading): RawBuilder<unknown> {
  return sql`${new Given(list.size)}`
}

/** A record that refers to several is found once for each part of them. */
function unique(collection: Collection, rows: readonly Row[]): Row[] {
  const at = shapeOf(collection).byName.get('id')?.at ?? 0
  return [...new Map(rows.map((row) => [row[at], row])).values()]
}
