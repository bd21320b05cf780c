import { sql } from 'kysely'
import type { Now } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import type { HookQuery, HookReader, HookRecord } from '../hooks/events.ts'
import { RuleError } from '../rules/index.ts'
import type { RuleContext } from '../rules/scope.ts'
import type { Cell, Reader } from '../storage/dialect.ts'
import { readRecord } from './find.ts'
import { toHookRecord } from './hook-record.ts'
import type { House } from './house.ts'
import { Given, joinsOf, type Plan, planFor, statement, whereOf } from './plan.ts'
import { type Ask, withBody } from './request.ts'
import { cellsOf, shapeOf } from './shape.ts'

const LIMIT = 1000

/** Reads for own code: no rule stands before them. `reader` is asked anew for each. */
export function hookReader(house: House, requester: Ask, reader: () => Reader): HookReader {
  return {
    async find(name, id) {
      const collection = collectionOf(house, name)
      const cells = await readRecord(house.storage, reader(), collection, id)
      return cells && toHookRecord(shapeOf(collection), cells)
    },
    async list(name, query = {}) {
      const collection = collectionOf(house, name)
      const rows = await readList(house, requester.context, { collection, query, reader: reader() })
      const shape = shapeOf(collection)
      return rows.map((row): HookRecord => toHookRecord(shape, cellsOf(shape, row)))
    },
  }
}

/** Own code names collections itself: a wrong name is its mistake, and not the client's. */
function collectionOf(house: House, name: string): Collection {
  const collection = house.catalog.current.find(name)
  if (!collection) throw new Error(`there is no collection "${name}"`)
  return collection
}

interface ListRead {
  readonly collection: Collection
  readonly query: HookQuery
  readonly reader: Reader
}

function readList(
  house: House,
  context: RuleContext,
  { collection, query, reader }: ListRead,
): Now<Cell[][]> {
  const { limit = LIMIT, offset = 0, params = {} } = query
  const plan = planOf(house, collection, query)
  const { columns, table } = shapeOf(collection)
  const { sql: text, params: given } = statement(
    house.storage,
    plan,
    'hook list',
    withBody(context, params),
    (pieces) => {
      const distinct = pieces.needsDistinct ? sql`distinct ` : sql``
      const order = pieces.orderBy.length === 0 ? sql`` : sql` order by ${sql.join(pieces.orderBy)}`
      return sql`select ${distinct}${columns} from ${table}${joinsOf(pieces)}${whereOf(pieces)}${order} limit +${new Given(0)} offset +${new Given(1)}`
    },
    [limit, offset],
  )
  return reader.all(text, given)
}

function planOf(
  house: House,
  collection: Collection,
  { filter = '', sort = '', params = {} }: HookQuery,
): Plan {
  try {
    return planFor(house.storage, house.catalog.current, collection, {
      rule: null,
      filter: withParams(filter, params),
      sort,
      restrict: false,
    })
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    throw new Error(
      `"${filter}" with the sort "${sort}" does not fit "${collection.name}": ${error.message}`,
      { cause: error },
    )
  }
}

/** Values go in as values of a body do: they are parameters, and never become a part of the text. */
function withParams(filter: string, params: Readonly<Record<string, unknown>>): string {
  return filter.replaceAll(/\{:(\w+)\}/g, (_, name: string) => {
    if (!Object.hasOwn(params, name)) throw new Error(`the filter "${filter}" lacks its param "${name}"`)
    return `@request.body.${name}`
  })
}
