import { sql } from 'kysely'
import type { ApiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import { RuleError } from '../rules/index.ts'
import type { RuleContext } from '../rules/scope.ts'
import type { Reader } from '../storage/dialect.ts'
import type { Cells } from './change.ts'
import type { House } from './house.ts'
import {
  Given,
  joinsOf,
  type Plan,
  planFor,
  predicateFor,
  type Question,
  statement,
  whereOf,
} from './plan.ts'
import { shapeOf } from './shape.ts'
import { VIRTUAL, virtualCellsOf, virtualRow } from './virtual-row.ts'

/** Where a rule is asked. */
export interface Asking {
  readonly house: House
  readonly catalog: Catalog
  readonly collection: Collection
  readonly reader: Reader
  readonly context: RuleContext
}

/**
 * Does a rule hold for a stored record? In memory when the rule looks at nothing else, else by one query.
 *
 * Errors: `RuleError` for a rule that does not fit the collection (any more); see `orRefuse`.
 */
export function* allowsStored(asking: Asking, rule: string, cells: Cells): Steps<boolean> {
  const { house, catalog, collection, reader, context } = asking
  const predicate = predicateFor(catalog, collection, rule)
  if (predicate) return predicate(cells, context)
  const plan = planFor(house.storage, catalog, collection, { rule })
  const shape = shapeOf(collection)
  const { sql: text, params } = statement(
    house.storage,
    plan,
    'allows',
    context,
    (pieces) => {
      const isIt = sql`${sql.ref(`${collection.name}.id`)} = ${new Given(0)}`
      return sql`select 1 from ${shape.table}${joinsOf(pieces)}${whereOf(pieces, isIt)} limit 1`
    },
    [cells['id'] ?? null],
  )
  return (yield* take(reader.get(text, params))) !== undefined
}

/** Does a rule hold for a record that is about to be created? */
export function* allowsVirtual(asking: Asking, rule: string, cells: Cells): Steps<boolean> {
  const { catalog, collection, context } = asking
  const predicate = predicateFor(catalog, collection, rule, true)
  if (predicate) return predicate(cells, context)
  return yield* matchesVirtual(asking, { rule }, cells)
}

/**
 * The same question of the database: does a record answer to a rule and a filter that is not stored, or not like this?
 *
 * Errors: `RuleError` for what does not fit, or looks back over relations to a record that nothing can lead to.
 */
export function* matchesVirtual(
  asking: Asking,
  question: Pick<Question, 'rule' | 'filter' | 'restrict'>,
  cells: Cells,
): Steps<boolean> {
  const { house, catalog, collection, reader } = asking
  const plan = planFor(house.storage, catalog, collection, { ...question, virtual: VIRTUAL })
  const { sql: text, params } = virtualStatement(asking, plan, cells)
  return (yield* take(reader.get(text, params))) !== undefined
}

function virtualStatement(
  { house, collection, context }: Asking,
  plan: Plan,
  cells: Cells,
): ReturnType<typeof statement> {
  return statement(
    house.storage,
    plan,
    'virtual',
    context,
    (pieces) =>
      sql`${virtualRow(collection, (at) => sql`${new Given(at)}`)} select 1 from ${sql.id(VIRTUAL)}${joinsOf(pieces)}${whereOf(pieces)} limit 1`,
    virtualCellsOf(collection, cells),
  )
}

/** A rule that cannot be used any more (a field was renamed) means no. */
export function* orNot(story: Steps<boolean>): Steps<boolean> {
  try {
    return yield* story
  } catch (error) {
    if (error instanceof RuleError) return false
    throw error
  }
}

/** The same, in the words of the action. */
export function* orRefuse<T>(story: Steps<T>, refusal: () => ApiError): Steps<T> {
  try {
    return yield* story
  } catch (error) {
    if (error instanceof RuleError) throw Object.assign(refusal(), { cause: error })
    throw error
  }
}
