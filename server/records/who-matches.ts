import { sql } from 'kysely'
import { type Steps, take } from '../base/now.ts'
import type { Asking } from './allows.ts'
import type { Cells } from './change.ts'
import { Given, joinsOf, planFor, type Question, statement, whereOf } from './plan.ts'
import { shapeOf } from './shape.ts'
import { VIRTUAL, virtualCellsOf, virtualRow } from './virtual-row.ts'

/** A record as it is stored, or one that is not stored, or not like this. */
export interface Asked {
  readonly cells: Cells
  readonly isStored: boolean
}

/**
 * The ids of those for whom a record answers to a rule and a filter: one query for all of them. Undefined where rule or
 * filter know more of who asks than the id. Of `asking.context` nothing counts but that somebody is signed in, and the
 * request.
 *
 * Errors: `RuleError` for what does not fit the collection, or looks back over relations to a record that is not stored.
 *
 * @example const members = yield* whoMatches(asking, { rule }, { cells, isStored: true }, ['u1', 'u2'])
 */
export function* whoMatches(
  asking: Asking,
  question: Pick<Question, 'rule' | 'filter' | 'restrict'>,
  asked: Asked,
  ids: readonly string[],
): Steps<ReadonlySet<string> | undefined> {
  const { house, catalog, collection, reader, context } = asking
  const virtual = asked.isStored ? {} : { virtual: VIRTUAL }
  const plan = planFor(house.storage, catalog, collection, { ...question, ...virtual })
  if (!plan.conditions.knowsOnlyId) return undefined
  const { table } = shapeOf(collection)
  const given = asked.isStored ? [asked.cells['id'] ?? null] : virtualCellsOf(collection, asked.cells)
  // Materialised, it is a table like any other, for which the planner makes an index of its own.
  const list = house.storage.sql.listItems(sql`${new Given(given.length)}`)
  const people = sql`${sql.id(PEOPLE)} as materialized (select value from ${list} as ${sql.id('@list')})`
  const { sql: text, params } = statement(
    house.storage,
    plan,
    'who',
    context,
    (pieces) => {
      const joins = joinsOf(pieces)
      if (asked.isStored) {
        const isIt = sql`${sql.ref(`${collection.name}.id`)} = ${new Given(0)}`
        return sql`with ${people} select distinct ${person} from ${table}${joins}, ${sql.id(PEOPLE)}${whereOf(pieces, isIt)}`
      }
      const row = virtualRow(collection, (at) => sql`${new Given(at)}`)
      return sql`${row}, ${people} select distinct ${person} from ${sql.id(VIRTUAL)}${joins}, ${sql.id(PEOPLE)}${whereOf(pieces)}`
    },
    [...given, JSON.stringify(ids)],
    person,
  )
  return new Set((yield* take(reader.all(text, params))).map(([id]) => String(id)))
}

/** Field names are words, so an alias with an at sign can be no table. */
const PEOPLE = '@people'
const person = sql.id(PEOPLE, 'value')
