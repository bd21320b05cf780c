import { type RawBuilder, sql } from 'kysely'
import { apiError } from '../base/error.ts'
import { andThen, isLate, type Now } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import { type Pieces, RuleError } from '../rules/index.ts'
import { ruleFor } from './access.ts'
import { needsManageRule, type Row, writePlain } from './bare.ts'
import { boundedWhere, readBounded } from './bounded.ts'
import { collectionFor } from './collection-for.ts'
import type { House } from './house.ts'
import { writeRows } from './output.ts'
import { Given, joinsOf, type Plan, planFor, statement, whereOf } from './plan.ts'
import type { Ask } from './request.ts'
import { shapeOf } from './shape.ts'
import { unlessStale } from './unless-stale.ts'

/**
 * One record as a JSON text (contract data.md §4.4).
 *
 * Errors: `collection_not_found` 404, `rule_closed` 403, `record_not_found` 404 (also when the rule says no); those of
 * `expandRows` for an expand.
 */
export function viewRecord(house: House, ask: Ask, nameOrId: string, id: string): Now<string> {
  return tellView(house, ask, nameOrId, id, 1)
}

function tellView(house: House, ask: Ask, nameOrId: string, id: string, times: number): Now<string> {
  const catalog = house.catalog.current
  const text = textOf(house, ask, catalog, nameOrId, id)
  if (!isLate(text)) return text
  const again = (more: number): Now<string> => tellView(house, ask, nameOrId, id, more)
  return unlessStale(text, { house, catalog, times, again })
}

function textOf(house: House, ask: Ask, catalog: Catalog, nameOrId: string, id: string): Now<string> {
  const collection = collectionFor(catalog, nameOrId)
  const rule = ruleFor(ask.actor, collection, 'viewRule')
  return andThen(readRow({ house, ask, catalog, collection, rule }, id), (row) => {
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
function readRow(viewing: Viewing, id: string): Now<Row | undefined> {
  const { house, ask, catalog, collection, rule } = viewing
  try {
    const plan = planFor(house.storage, catalog, collection, { rule })
    // No index leads to one record of a view: it may have to be made whole.
    if (collection.type === 'view') return andThen(readOfView(viewing, plan, id), ([row]) => row)
    // Only the first view of a plan builds its statement: what that takes stands inside.
    const { sql: text, params } = statement(
      house.storage,
      plan,
      'view',
      ask.context,
      (pieces) => selectOne(collection, pieces, whereOf(pieces, isIt(collection))),
      [id],
    )
    return house.storage.hot.get(text, params)
  } catch (error) {
    if (error instanceof RuleError) throw apiError('record_not_found', {}, { cause: error })
    throw error
  }
}

function readOfView({ house, ask, catalog, collection }: Viewing, plan: Plan, id: string): Now<Row[]> {
  const { storage } = house
  const asked = statement(
    storage,
    plan,
    'view',
    ask.context,
    (pieces) =>
      selectOne(collection, pieces, boundedWhere(storage, catalog, collection, pieces, isIt(collection))),
    [id],
  )
  return readBounded(storage, plan, asked)
}

function isIt({ name }: Collection): RawBuilder<unknown> {
  return sql`${sql.ref(`${name}.id`)} = ${new Given(0)}`
}

function selectOne(collection: Collection, pieces: Pieces, where: RawBuilder<unknown>): RawBuilder<unknown> {
  const { columns, table } = shapeOf(collection)
  return sql`select ${columns} from ${table}${joinsOf(pieces)}${where} limit 1`
}
