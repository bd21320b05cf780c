import { sql } from 'kysely'
import type { ApiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import { RuleError } from '../rules/index.ts'
import type { RuleContext } from '../rules/scope.ts'
import type { Reader } from '../storage/dialect.ts'
import type { Cells } from './change.ts'
import type { House } from './house.ts'
import { Given, joinsOf, type Plan, planFor, predicateFor, statement, whereOf } from './plan.ts'
import { type ShapeField, shapeOf } from './shape.ts'

/** Where a rule is asked. */
export interface Asking {
  readonly house: House
  readonly catalog: Catalog
  readonly collection: Collection
  readonly reader: Reader
  readonly context: RuleContext
}

/** The name of the one-row table that stands for a record which is not there yet (contract data.md §4.5). */
const VIRTUAL = '_dapur_virtual'

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
  const { house, catalog, collection, reader, context } = asking
  const predicate = predicateFor(catalog, collection, rule, true)
  if (predicate) return predicate(cells, context)
  const plan = planFor(house.storage, catalog, collection, { rule, virtual: VIRTUAL })
  const { sql: text, params } = virtualStatement(asking, plan, cells)
  return (yield* take(reader.get(text, params))) !== undefined
}

function virtualStatement(
  { house, collection, context }: Asking,
  plan: Plan,
  cells: Cells,
): ReturnType<typeof statement> {
  const columns = shapeOf(collection).fields.map((field) => ({ ...field, affinity: affinityOf(field) }))
  // A number that is bound as text becomes a whole number where it is one; bound as a number it would be 5.0.
  const given = columns.map(({ name, affinity }) => {
    const cell = cells[name] ?? null
    return affinity === 'numeric' && cell !== null ? String(cell) : cell
  })
  const row = columns.map(({ name, at, affinity }) => {
    const value = sql`${new Given(at)}`
    return sql`${affinity ? sql`cast(${value} as ${AFFINITIES[affinity]})` : value} as ${sql.id(name)}`
  })
  return statement(
    house.storage,
    plan,
    'virtual',
    context,
    (pieces) =>
      sql`with ${sql.id(VIRTUAL)} as (select ${sql.join(row)}) select 1 from ${sql.id(VIRTUAL)}${joinsOf(pieces)}${whereOf(pieces)} limit 1`,
    given,
  )
}

const AFFINITIES = { numeric: sql`numeric`, text: sql`text` }

/** A cast gives a column the affinity that it has in its table; JSON text has to stay as it is. */
function affinityOf({ type, field }: ShapeField): 'numeric' | 'text' | undefined {
  const kind = type.column(field.options)
  if (kind === 'number' || kind === 'boolean') return 'numeric'
  return kind === 'text' || kind === 'id' ? 'text' : undefined
}

/** A rule that cannot be used any more (a field was renamed) means no, in the words of the action. */
export function* orRefuse<T>(story: Steps<T>, refusal: () => ApiError): Steps<T> {
  try {
    return yield* story
  } catch (error) {
    if (error instanceof RuleError) throw Object.assign(refusal(), { cause: error })
    throw error
  }
}
