import { sql, type RawBuilder } from 'kysely'
import { apiError } from '../base/error.ts'
import { bindConditions, fillSlots, parseRule, parseSort, RuleError, type Pieces } from '../rules/index.ts'
import type { Expression, Name, Span, Term } from '../rules/ast.ts'
import type { RuleContext, Scope, ScopeCollection, ScopeField } from '../rules/scope.ts'
import type { Cell, Storage } from '../storage/dialect.ts'
import type { CollectionJson } from './collection-json.ts'
import { collectionToJson } from './collection-json.ts'
import type { Foundation } from './foundation.ts'

/** Which collections to list, as an address says it. */
export interface CollectionQuery {
  readonly page: number
  readonly perPage: number
  readonly skipTotal: boolean
  readonly filter: string
  readonly sort: string
}

/** One page of collections; the totals are -1 when they were not asked for. */
export interface CollectionPage {
  readonly page: number
  readonly perPage: number
  readonly totalItems: number
  readonly totalPages: number
  readonly items: readonly CollectionJson[]
}

const TABLE = '_collections'
const LONGEST_FILTER = 3500

/**
 * A page of collections (contract data.md §1.8, §2.2): filter and sort know `id created updated name system type`,
 * `@random` and `@rowid`, and no joins (§5.11). Errors: `filter_broken` 400.
 *
 * @example await listCollections(house, { page: 1, perPage: 30, skipTotal: false, filter: 'type="auth"', sort: 'name' })
 */
export async function listCollections(
  foundation: Foundation,
  query: CollectionQuery,
): Promise<CollectionPage> {
  const { storage, clock } = foundation
  const catalog = foundation.catalog.current
  const { page, perPage, skipTotal } = query
  const context: RuleContext = { ...nobody, now: clock.now() }
  const { joins, where, orderBy } = piecesOf(storage, query, context)
  const from = sql`from ${sql.table(TABLE)} ${sql.join(joins, sql` `)} ${where ? sql`where ${where}` : sql``}`
  // Whoever says nothing gets them in the order in which they were made.
  const order = sql.join(orderBy.length > 0 ? orderBy : [storage.sql.insertionOrder(TABLE)])
  const select = sql`select ${sql.ref(`${TABLE}.id`)} ${from} order by ${order}`
  const rows = await read(storage, sql`${select} limit ${perPage} offset ${perPage * (page - 1)}`, context)
  const counted = skipTotal ? undefined : await read(storage, sql`select count(*) ${from}`, context)
  const totalItems = counted ? Number(counted[0]?.[0]) : -1
  const items = rows.flatMap(([id]) => catalog.byId(String(id)) ?? [])
  const totalPages = counted ? Math.ceil(totalItems / perPage) : -1
  return { page, perPage, totalItems, totalPages, items: items.map(collectionToJson) }
}

async function read(storage: Storage, query: RawBuilder<unknown>, context: RuleContext): Promise<Cell[][]> {
  const { sql: text, parameters } = query.compile(storage.cold)
  return await storage.hot.all(text, fillSlots(parameters, context))
}

function piecesOf(storage: Storage, { filter, sort }: CollectionQuery, context: RuleContext): Pieces {
  if (Buffer.byteLength(filter) > LONGEST_FILTER) {
    throw apiError('filter_broken', { why: `it is longer than ${LONGEST_FILTER} bytes` })
  }
  try {
    const terms = {
      ...(filter.trim() !== '' && { filter: parseRule(filter) }),
      ...(sort.trim() !== '' && { sort: parseSort(sort) }),
    }
    for (const name of [...namesIn(terms.filter), ...(terms.sort ?? [])]) refusePath(name)
    const shared = { scope: nowhere, collection: definitions, sql: storage.sql, restrict: false }
    return bindConditions({ ...shared, ...terms }).pieces(context)
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    throw apiError('filter_broken', { why: error.message }, { cause: error })
  }
}

/** Paths, modifiers and what is known of the request have no meaning here (contract data.md §5.11). */
function refusePath(name: Span & { readonly name: string }): void {
  if (/[.:]/.test(name.name))
    throw new RuleError(`"${name.name}" cannot be used here; use plain fields.`, name)
}

function namesIn(term: Expression | Term | undefined): readonly Name[] {
  if (!term || term.kind === 'text' || term.kind === 'number') return []
  if (term.kind === 'name') return [term]
  if (term.kind === 'compare') return [...namesIn(term.left), ...namesIn(term.right)]
  return (term.kind === 'call' ? term.args : term.parts).flatMap(namesIn)
}

const nobody: Omit<RuleContext, 'now'> = {
  method: 'GET',
  context: 'default',
  auth: null,
  query: {},
  headers: {},
  body: {},
}

/** Nothing can be reached from here. */
const nowhere: Scope = { find: () => undefined }

const fields = ['id', 'created', 'updated', 'name', 'system', 'type'].map((name): ScopeField => ({
  name,
  ...(name === 'system' ? { type: 'bool', kind: 'boolean' } : { type: 'text', kind: 'text' }),
  isMultiple: false,
  isElements: false,
  isHidden: false,
  isUnique: name === 'id' || name === 'name',
}))

/** The table of definitions, as if it were a collection of its own. */
const definitions: ScopeCollection = {
  id: TABLE,
  name: TABLE,
  type: 'base',
  listRule: null,
  fields,
  field: (name) => fields.find((field) => field.name === name),
}
