import { sql } from 'kysely'
import { apiError } from '../base/error.ts'
import { andThen, type Now } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import { type Pieces, RuleError } from '../rules/index.ts'
import { ruleFor } from './access.ts'
import { writePlain, needsManageRule } from './bare.ts'
import { collectionFor } from './collection-for.ts'
import type { House } from './house.ts'
import { writeRows } from './output.ts'
import { Given, joinsOf, planFor, type Statement, statement, whereOf } from './plan.ts'
import type { Ask } from './request.ts'
import { shapeOf } from './shape.ts'

/**
 * One record as a JSON text (contract data.md §4.4).
 *
 * Errors: `collection_not_found` 404, `rule_closed` 403, `record_not_found` 404 (also when the rule says no).
 */
export function viewRecord(house: House, ask: Ask, nameOrId: string, id: string): Now<string> {
  const catalog = house.catalog.current
  const collection = collectionFor(catalog, nameOrId)
  const rule = ruleFor(ask.actor, collection, 'viewRule')
  const { sql: text, params } = viewStatement({ house, ask, catalog, collection, rule }, id)
  return andThen(house.storage.hot.get(text, params), (row) => {
    if (!row) throw apiError('record_not_found', {})
    if (!ask.expand && !needsManageRule(ask.actor, collection))
      return writePlain(ask.actor, collection, [row])[0] ?? ''
    return andThen(writeRows({ house, ask, catalog }, collection, [row]), ([written = '']) => written)
  })
}

interface Viewing {
  readonly house: House
  readonly ask: Ask
  readonly catalog: Catalog
  readonly collection: Collection
  readonly rule: string | null
}

/** A rule that does not fit, or that is too costly for this request, lets nobody through. */
function viewStatement({ house, ask, catalog, collection, rule }: Viewing, id: string): Statement {
  const shape = shapeOf(collection)
  const isIt = sql`${sql.ref(`${collection.name}.id`)} = ${new Given(0)}`
  const build = (pieces: Pieces) =>
    sql`select ${shape.columns} from ${shape.table}${joinsOf(pieces)}${whereOf(pieces, isIt)} limit 1`
  try {
    const plan = planFor(house.storage, catalog, collection, { rule })
    return statement(house.storage, plan, 'view', ask.context, build, [id])
  } catch (error) {
    if (error instanceof RuleError) throw apiError('record_not_found', {}, { cause: error })
    throw error
  }
}
