import { sql } from 'kysely'
import { type Actor, isUnlimited } from '../base/actor.ts'
import { type Steps, take } from '../base/now.ts'
import { isClosed, ruleFor } from '../records/access.ts'
import type { Cells } from '../records/change.ts'
import { inList } from '../records/in-list.ts'
import { joinsOf, type Plan, planFor, statement, whereOf } from '../records/plan.ts'
import { cellsOf, shapeOf } from '../records/shape.ts'
import { RuleError } from '../rules/index.ts'
import { contextOf, reachesOut, ruleNameOf, type Subject } from './audience.ts'
import type { Wish } from './client.ts'

/** Records of a collection, without one of them at hand. */
export type Place = Omit<Subject, 'cells'>

/**
 * Those of some records that this actor may see through this wish, by id: one query for all of them, under the rule and
 * the filter of the wish.
 *
 * @example const visible = yield* visibleNow(place, group, client.session.actor, ['r1', 'r2'])
 */
export function* visibleNow(
  place: Place,
  wish: Wish,
  actor: Actor,
  ids: readonly string[],
): Steps<ReadonlyMap<string, Cells>> {
  const { house, collection } = place
  const found = new Map<string, Cells>()
  const plan = planOf(place, wish, actor)
  if (!plan || ids.length === 0) return found
  const shape = shapeOf(collection)
  const { list, given, size } = inList(ids)
  const { sql: text, params } = statement(
    house.storage,
    plan,
    `missed ${size}`,
    contextOf(house, wish, actor),
    (pieces) => {
      const isOne = sql`${sql.ref(`${collection.name}.id`)} in ${list}`
      return sql`select ${shape.columns} from ${shape.table}${joinsOf(pieces)}${whereOf(pieces, isOne)}`
    },
    given,
  )
  for (const row of yield* take(house.storage.hot.all(text, params))) {
    const cells = cellsOf(shape, row)
    found.set(String(cells['id']), cells)
  }
  return found
}

/** The ids of the collections on which it depends who sees what: of whose rules and fields, and of whose records. */
export function reachOf(place: Place, wish: Wish, actor: Actor): ReadonlySet<string> {
  const { house, collection } = place
  const needs = planOf(place, wish, actor)?.conditions.needs(contextOf(house, wish, actor))
  return new Set([collection.id, ...(needs ?? [])])
}

/** Undefined where nobody gets through. */
function planOf({ house, catalog, collection }: Place, wish: Wish, actor: Actor): Plan | undefined {
  const name = ruleNameOf(wish)
  const restrict = !isUnlimited(actor)
  if (isClosed(actor, collection, name) || (restrict && reachesOut(wish.filter))) return undefined
  const rule = ruleFor(actor, collection, name)
  try {
    return planFor(house.storage, catalog, collection, { rule, filter: wish.filter, restrict })
  } catch (error) {
    if (error instanceof RuleError) return undefined
    throw error
  }
}
