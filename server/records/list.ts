import { isUnlimited } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { isLate, type Now } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import { RuleError } from '../rules/index.ts'
import { ruleFor } from './access.ts'
import { collectionFor } from './collection-for.ts'
import { cursorPage } from './cursor-page.ts'
import type { House } from './house.ts'
import type { Listing, PageItems, PageQuery } from './listing.ts'
import { numberedItems, numberedPage } from './numbered-page.ts'
import { type Plan, planFor } from './plan.ts'
import type { Ask } from './request.ts'
import { unlessStale } from './unless-stale.ts'

const MAX_FILTER = 3500

/**
 * A page of records as the JSON text of the contract's list (data.md §1.8, §4.3), or of a cursor (architecture.md,
 * "Beyond the contract").
 *
 * Errors: `collection_not_found` 404; `rule_closed`, `filter_forbidden` 403; `filter_broken`, `cursor_broken`,
 * `query_expired`, `query_too_large` 400; `query_queue_full` 503.
 */
export function listRecords(house: House, ask: Ask, nameOrId: string, query: PageQuery): Now<string> {
  return tellList(house, ask, nameOrId, query, readPage, 1)
}

/** The records of a page by number one by one, for who keeps them. Errors: those of `listRecords`. */
export function listItems(house: House, ask: Ask, nameOrId: string, query: PageQuery): Now<PageItems> {
  return tellList(house, ask, nameOrId, query, numberedItems, 1)
}

type Read<T> = (listing: Listing) => Now<T>

function readPage(listing: Listing): Now<string> {
  const { cursor } = listing.query
  return cursor === undefined ? numberedPage(listing) : cursorPage(listing, cursor)
}

function tellList<T>(
  house: House,
  ask: Ask,
  nameOrId: string,
  query: PageQuery,
  read: Read<T>,
  times: number,
): Now<T> {
  const catalog = house.catalog.current
  const page = pageOf(house, ask, catalog, nameOrId, query, read)
  if (!isLate(page)) return page
  const again = (more: number): Now<T> => tellList(house, ask, nameOrId, query, read, more)
  return unlessStale(page, { house, catalog, times, again })
}

function pageOf<T>(
  house: House,
  ask: Ask,
  catalog: Catalog,
  nameOrId: string,
  query: PageQuery,
  read: Read<T>,
): Now<T> {
  const collection = collectionFor(catalog, nameOrId)
  const rule = ruleFor(ask.actor, collection, 'listRule')
  assertAllowed(ask, query)
  try {
    const plan = planOf(house, ask, catalog, collection, rule, query)
    return read({ house, ask, catalog, collection, plan, query })
  } catch (error) {
    // Also what only this request makes of the texts: how much they join depends on who asks.
    if (!(error instanceof RuleError)) throw error
    throw apiError('filter_broken', { why: error.message }, { cause: error, ...spanFor(ask, error) })
  }
}

function assertAllowed({ actor }: Ask, { filter, sort }: PageQuery): void {
  if (!isUnlimited(actor) && (reachesOut(filter) || reachesOut(sort))) throw apiError('filter_forbidden', {})
  if (Buffer.byteLength(filter) > MAX_FILTER)
    throw apiError('filter_broken', { why: `it is longer than ${MAX_FILTER} bytes` })
}

function reachesOut(text: string): boolean {
  return text.includes('@collection.') || text.includes('@request.')
}

/** The client's filter under the same roof as the rule. */
function planOf(
  house: House,
  ask: Ask,
  catalog: Catalog,
  collection: Collection,
  rule: string | null,
  { filter, sort }: PageQuery,
): Plan {
  const restrict = !isUnlimited(ask.actor)
  return planFor(house.storage, catalog, collection, { rule, filter, sort, restrict })
}

/** Where in the text it stops making sense: told to superusers, who may know every name. */
function spanFor(
  ask: Ask,
  error: RuleError,
): { data?: { filter: { code: string; message: string; params: { from: number; to: number } } } } {
  if (!isUnlimited(ask.actor)) return {}
  const { message, from, to } = error
  return { data: { filter: { code: 'validation_invalid_filter', message, params: { from, to } } } }
}
