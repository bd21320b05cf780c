import { isUnlimited, scopeOfActor } from '../base/actor.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import { ruleFor } from './access.ts'
import { collectionFor } from './collection-for.ts'
import { expandSteps, type Step } from './expand-paths.ts'
import type { House } from './house.ts'
import { ifSound, planFor } from './plan.ts'
import type { Ask } from './request.ts'

/** What the answer to a list depends on, so that whoever keeps it knows when to ask again. */
export interface ListReach {
  /** The ids of the collections that it reads; undefined where that cannot be told, so that any may be. */
  readonly collections: ReadonlySet<string> | undefined
  /** Is each record told by itself alone, whatever stands in others? Only where nothing is joined and expanded. */
  readonly isOwn: boolean
  /** May two actors get different answers, both being superusers or both not? */
  readonly isPersonal: boolean
  /** Does time alone change it? */
  readonly isTimed: boolean
}

/** What is asked of a list, as in `PageQuery`. */
export interface ListQuestion {
  readonly collection: string
  readonly filter: string
  readonly sort: string
}

/**
 * What a list looks at: its rule, filter and sort, the rules of what it expands, and the list rules that hold a client's
 * filter. It says rather too much than too little.
 *
 * Errors: as a list: `collection_not_found` 404, `rule_closed` 403; `RuleError` for what does not fit.
 *
 * @example listReach(house, ask, { collection: 'posts', filter: 'author.name = "Sri"', sort: '' }).collections // posts, users
 */
export function listReach(house: House, ask: Ask, question: ListQuestion): ListReach {
  const catalog = house.catalog.current
  const collection = collectionFor(catalog, question.collection)
  const { filter, sort } = question
  const restrict = !isUnlimited(ask.actor)
  const rule = ruleFor(ask.actor, collection, 'listRule')
  const { conditions } = planFor(house.storage, catalog, collection, { rule, filter, sort, restrict })
  const shown = [collection, ...targetsOf(expandSteps(catalog, collection, ask.actor, ask.expand))]
  const ids = new Set(conditions.needs(ask.context))
  for (const target of shown) for (const id of needsOf(house, ask, catalog, target)) ids.add(id)
  const read = [...ids].flatMap((id) => catalog.byId(id) ?? [])
  const words = [filter, sort, ...read.flatMap(rulesOf)].join('\n')
  return {
    collections: read.some(({ type }) => type === 'view') ? undefined : ids,
    isOwn:
      collection.type === 'base' && shown.length === 1 && conditions.pieces(ask.context).joins.length === 0,
    isPersonal:
      scopeOfActor(ask.actor) !== undefined ||
      words.includes('@request.') ||
      read.some(({ type }) => type === 'auth'),
    isTimed: looksAtClock(words) || (read.some(({ type }) => type === 'view') && areViewsTimed(catalog)),
  }
}

/** Is there a macro in these rules, or a function of time? What only looks like one costs a look now and then. */
export function looksAtClock(words: string): boolean {
  return TIMED.test(words)
}

const TIMED = /@(?!request\b|collection\b|rowid\b)\w|strftime/
const TIMED_VIEW = /current_|now|random/i

/** A view may read another view. */
function areViewsTimed(catalog: Catalog): boolean {
  return catalog.all.some(({ viewQuery }) => viewQuery !== undefined && TIMED_VIEW.test(viewQuery))
}

function targetsOf(steps: ReadonlyMap<string, Step>): Collection[] {
  return [...steps.values()].flatMap(({ target, next }) => [target, ...targetsOf(next)])
}

/** What it takes to know whether a record is expanded, and which of its addresses are shown. */
function* needsOf(house: House, ask: Ask, catalog: Catalog, collection: Collection): Iterable<string> {
  yield collection.id
  for (const rule of [collection.viewRule, collection.auth?.manageRule]) {
    if (!rule) continue
    // A rule that does not fit lets nobody through, whatever the records are.
    const plan = ifSound(() => planFor(house.storage, catalog, collection, { rule }))
    yield* plan?.conditions.needs(ask.context) ?? []
  }
}

function rulesOf({ listRule, viewRule, auth }: Collection): string[] {
  return [listRule, viewRule, auth?.manageRule].flatMap((rule) => rule ?? [])
}
