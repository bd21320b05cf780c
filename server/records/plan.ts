import { type RawBuilder, sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import type { Catalog, Collection } from '../collections/collection.ts'
import { scopeOf } from '../collections/scope.ts'
import {
  bindConditions,
  bindPredicate,
  type Conditions,
  parseRule,
  parseSort,
  type Pieces,
  type Predicate,
  RuleError,
  Slot,
} from '../rules/index.ts'
import type { RuleContext } from '../rules/scope.ts'
import type { Cell, Storage } from '../storage/dialect.ts'
import { type LikeReach, likeReach } from './like-reach.ts'

/** What a statement asks of a collection beyond its columns. */
export interface Question {
  /** A rule that has to hold; null for none. */
  readonly rule: string | null
  /** A client's filter and sort; empty for none. */
  readonly filter?: string
  readonly sort?: string
  /** Is the client held to what contract data.md §5.8 allows? */
  readonly restrict?: boolean
  /** The rule is asked of the one-row table of this name. */
  readonly virtual?: string
}

/** A question that is parsed, bound and, shape by shape, compiled; lives as long as its version of the collection. */
export interface Plan {
  readonly conditions: Conditions
  /** By purpose, then by shape: both are short texts whose hash is known, which a key of the two together is not. */
  readonly compiled: Map<string, Map<string, Compiled>>
  readonly likes: LikeReach
}

interface Compiled {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** A parameter that is handed over with the call, by its place. */
export class Given {
  readonly at: number
  constructor(at: number) {
    this.at = at
  }
}

const PLANS_PER_COLLECTION = 500
const RULES_PER_COLLECTION = 64
const PURPOSES_PER_PLAN = 64
const SHAPES_PER_PURPOSE = 64

/** The plans of one version of a collection. */
interface Plans {
  /** Of its rules alone: whoever views, writes or expands asks for nothing more. */
  readonly ofRules: Map<string | null, Plan>
  readonly others: LRUCache<string, Plan>
}

const plans = new WeakMap<Collection, Plans>()
const predicates = new WeakMap<Collection, Map<string, Predicate | undefined>>()

/**
 * The plan of a question about a collection, from the cache when it was asked before.
 *
 * Errors: what `rules/` throws (`RuleError`) for a text that cannot be parsed or does not fit the collection.
 */
export function planFor(
  storage: Storage,
  catalog: Catalog,
  collection: Collection,
  question: Question,
): Plan {
  const { ofRules, others } = plansOf(collection)
  if (!isRuleAlone(question)) {
    const key = keyOf(question)
    return others.get(key) ?? kept(others, key, bind(storage, catalog, collection, question))
  }
  const found = ofRules.get(question.rule)
  if (found) return found
  // A collection has five rules; others come with questions of the rule editor.
  if (ofRules.size >= RULES_PER_COLLECTION) ofRules.clear()
  return kept(ofRules, question.rule, bind(storage, catalog, collection, question))
}

function kept<Key>(where: { set(key: Key, plan: Plan): unknown }, key: Key, plan: Plan): Plan {
  where.set(key, plan)
  return plan
}

function plansOf(collection: Collection): Plans {
  let known = plans.get(collection)
  if (!known) {
    known = { ofRules: new Map(), others: new LRUCache({ max: PLANS_PER_COLLECTION }) }
    plans.set(collection, known)
  }
  return known
}

function isRuleAlone({ filter, sort, restrict, virtual }: Question): boolean {
  return !filter && !sort && !restrict && !virtual
}

/** What is made of a plan, or undefined for a rule that does not fit its collection any more: nobody gets through it. */
export function ifSound<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof RuleError) return undefined
    throw error
  }
}

function keyOf({ rule, filter = '', sort = '', restrict = false, virtual = '' }: Question): string {
  return `${restrict ? 'r' : ''}${virtual}\n${rule === null ? '' : `=${rule}`}\n${filter}\n${sort}`
}

function bind(storage: Storage, catalog: Catalog, collection: Collection, question: Question): Plan {
  const { sort, restrict, virtual } = question
  const scope = scopeOf(catalog)
  const scoped = scope.find(collection.id)
  if (!scoped) throw new Error(`the collection "${collection.name}" is not in its own catalog`)
  const rule = question.rule === null ? undefined : parseRule(question.rule)
  const filter = question.filter ? parseRule(question.filter) : undefined
  const conditions = bindConditions({
    scope,
    collection: scoped,
    sql: storage.sql,
    ...(rule ? { rule } : {}),
    ...(filter ? { filter } : {}),
    ...(sort ? { sort: parseSort(sort) } : {}),
    restrict: restrict ?? false,
    ...(virtual ? { virtual: { table: virtual } } : {}),
  })
  const texts = [rule, filter].flatMap((text) => text ?? [])
  return { conditions, compiled: new Map(), likes: likeReach(catalog, collection, texts) }
}

/** A rule as a function on one record, or undefined where it needs other tables. */
export function predicateFor(
  catalog: Catalog,
  collection: Collection,
  rule: string,
  isVirtual: boolean = false,
): Predicate | undefined {
  let known = predicates.get(collection)
  if (!known) predicates.set(collection, (known = new Map()))
  const key = isVirtual ? `+${rule}` : rule
  if (known.has(key)) return known.get(key)
  const scope = scopeOf(catalog)
  const scoped = scope.find(collection.id)
  const predicate =
    scoped && bindPredicate({ scope, collection: scoped, rule: parseRule(rule), virtual: isVirtual })
  known.set(key, predicate)
  return predicate
}

/** A statement with its parameters filled in. */
export interface Statement {
  readonly sql: string
  readonly params: Cell[]
}

/**
 * The SQL of a plan for one purpose and one request. `build` is called once for each shape that the plan's
 * conditions take; `Given(n)` in it stands for `given[n]`, and `requester` for the id of who asks (`Conditions.pieces`).
 *
 * @example statement(house.storage, plan, 'view', context, build, [id])
 */
export function statement(
  storage: Storage,
  plan: Plan,
  purpose: string,
  context: RuleContext,
  build: (pieces: Pieces) => RawBuilder<unknown>,
  given: readonly Cell[] = [],
  requester?: RawBuilder<unknown>,
): Statement {
  const shape = plan.conditions.shape(context)
  const compiled =
    plan.compiled.get(purpose)?.get(shape) ??
    remember(plan, purpose, shape, build(plan.conditions.pieces(context, requester)).compile(storage.cold))
  return { sql: compiled.sql, params: fill(compiled.parameters, context, given) }
}

function remember(plan: Plan, purpose: string, shape: string, compiled: Compiled): Compiled {
  // Purposes and shapes are few (who asks, what is empty), but a request can bend some: begin anew when they pile up.
  if (plan.compiled.size >= PURPOSES_PER_PLAN) plan.compiled.clear()
  const shapes = plan.compiled.get(purpose) ?? new Map<string, Compiled>()
  if (shapes.size >= SHAPES_PER_PURPOSE) shapes.clear()
  plan.compiled.set(purpose, shapes.set(shape, compiled))
  return compiled
}

function fill(parameters: readonly unknown[], context: RuleContext, given: readonly Cell[]): Cell[] {
  const filled: Cell[] = []
  for (const parameter of parameters) {
    if (parameter instanceof Slot) filled.push(parameter.read(context))
    else if (parameter instanceof Given) filled.push(given[parameter.at] ?? null)
    else filled.push(constant(parameter))
  }
  return filled
}

function constant(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value
  throw new Error(`a statement holds a parameter of type ${typeof value}`)
}

/** `WHERE …` of a plan and of what the verb adds, or nothing. */
export function whereOf(pieces: Pieces, ...more: RawBuilder<unknown>[]): RawBuilder<unknown> {
  const parts = pieces.where ? [sql`(${pieces.where})`, ...more] : more
  return parts.length === 0 ? sql`` : sql` where ${sql.join(parts, sql` and `)}`
}

/** The joins of a plan, one after the other. */
export function joinsOf(pieces: Pieces): RawBuilder<unknown> {
  return pieces.joins.length === 0 ? sql`` : sql` ${sql.join(pieces.joins, sql` `)}`
}
