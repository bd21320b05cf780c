import { sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import { type Actor, isUnlimited } from '../base/actor.ts'
import { type Steps, take } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import { scopeOf } from '../collections/scope.ts'
import { isClosed, ruleFor } from '../records/access.ts'
import type { Cells } from '../records/change.ts'
import type { House } from '../records/house.ts'
import { Given, joinsOf, planFor, predicateFor, statement, whereOf } from '../records/plan.ts'
import { shapeOf } from '../records/shape.ts'
import { bindPredicate, parseRule, type Predicate, RuleError } from '../rules/index.ts'
import type { RuleContext } from '../rules/scope.ts'
import type { Reader } from '../storage/dialect.ts'
import type { Wish } from './client.ts'

/** A record that something happened to. */
export interface Subject {
  readonly house: House
  readonly catalog: Catalog
  readonly collection: Collection
  /** The record as it is, or as it was before it was deleted. */
  readonly cells: Cells
}

/** What only the database can tell: does the record answer to this rule and this filter? */
export interface Probe {
  readonly rule: string | null
  readonly filter: string
  readonly restrict: boolean
  readonly context: RuleContext
}

/**
 * May this actor hear of the record through this wish? Told in memory wherever rule and filter look at nothing but the
 * record and the request; else it comes back as a probe. Whatever does not fit the collection means no.
 *
 * The rule is the list rule for `posts/*` and the view rule for `posts/ID` (contract services.md §3.3, §3.4).
 *
 * @example const verdict = judge(subject, group, client.session.actor)
 */
export function judge(subject: Subject, wish: Wish, actor: Actor): boolean | Probe {
  const { catalog, collection, cells } = subject
  const name = ruleNameOf(wish)
  const restrict = !isUnlimited(actor)
  if (isClosed(actor, collection, name) || (restrict && reachesOut(wish.filter))) return false
  const rule = ruleFor(actor, collection, name)
  const { filter } = wish
  if (rule === null && filter === '') return true
  const context = contextOf(subject.house, wish, actor)
  try {
    const holdsRule = rule === null ? always : predicateFor(catalog, collection, rule)
    if (holdsRule && !holdsRule(cells, context)) return false
    const matches = filter === '' ? always : filterPredicate(catalog, collection, filter, restrict)
    if (matches && !matches(cells, context)) return false
    return holdsRule && matches ? true : { rule, filter, restrict, context }
  } catch (error) {
    return refused(error)
  }
}

/** The rule that stands before a topic. */
export function ruleNameOf({ record }: Wish): 'listRule' | 'viewRule' {
  return record === '*' ? 'listRule' : 'viewRule'
}

/** Ask the database: one query. */
export function* ask(subject: Subject, reader: Reader, probe: Probe): Steps<boolean> {
  const { house, catalog, collection, cells } = subject
  const { rule, filter, restrict, context } = probe
  try {
    const plan = planFor(house.storage, catalog, collection, { rule, filter, restrict })
    const { table } = shapeOf(collection)
    const { sql: text, params } = statement(
      house.storage,
      plan,
      'audience',
      context,
      (pieces) => {
        const isIt = sql`${sql.ref(`${collection.name}.id`)} = ${new Given(0)}`
        return sql`select 1 from ${table}${joinsOf(pieces)}${whereOf(pieces, isIt)} limit 1`
      },
      [cells['id'] ?? null],
    )
    return (yield* take(reader.get(text, params))) !== undefined
  } catch (error) {
    return refused(error)
  }
}

/** What rules see of a subscription: the request that would read the same (contract services.md §3.3). */
export function contextOf({ clock }: House, { query, headers }: Wish, actor: Actor): RuleContext {
  const auth = actor.kind === 'guest' ? null : actor
  return { now: clock.now(), method: 'GET', context: 'realtime', auth, query, headers, body: nothing }
}

const nothing: Readonly<Record<string, never>> = Object.freeze(Object.create(null))
const always: Predicate = () => true

function refused(error: unknown): false {
  if (error instanceof RuleError) return false
  throw error
}

/** A client's filter may not look at the request nor at other collections by name (contract data.md §5.8). */
export function reachesOut(filter: string): boolean {
  return filter.includes('@collection.') || filter.includes('@request.')
}

const FILTERS_PER_COLLECTION = 500
/** `never` is what a filter means that does not fit; `remote`: only the database can tell. */
type Known = Predicate | 'remote' | 'never'
const filters = new WeakMap<Collection, LRUCache<string, Known>>()

function filterPredicate(
  catalog: Catalog,
  collection: Collection,
  filter: string,
  restrict: boolean,
): Predicate | undefined {
  let kept = filters.get(collection)
  if (!kept) filters.set(collection, (kept = new LRUCache({ max: FILTERS_PER_COLLECTION })))
  const key = `${restrict ? 'r' : ''}\n${filter}`
  let known = kept.get(key)
  if (known === undefined) kept.set(key, (known = bindFilter(catalog, collection, filter, restrict)))
  if (known === 'never') return never
  return known === 'remote' ? undefined : known
}

const never: Predicate = () => false

function bindFilter(catalog: Catalog, collection: Collection, filter: string, restrict: boolean): Known {
  const scope = scopeOf(catalog)
  const scoped = scope.find(collection.id)
  if (!scoped) return 'never'
  try {
    return bindPredicate({ scope, collection: scoped, rule: parseRule(filter), restrict }) ?? 'remote'
  } catch (error) {
    if (error instanceof RuleError) return 'never'
    throw error
  }
}
