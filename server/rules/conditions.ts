import type { RawBuilder } from 'kysely'
import { basePlace, bindExpression, bindSort, type BoundSortKey } from './2-bind.ts'
import { allOf, conditionSql, type Emission, guardSql, sortSql, stateOf } from './3-sql.ts'
import type { Expression, SortKey } from './ast.ts'
import type { Binder, Guard } from './binder.ts'
import type { Bound, Operand, Place } from './bound.ts'
import { knowsOnlyId } from './knows-only-id.ts'
import { type Language, language } from './operators.ts'
import { nobody, type RuleContext, type Scope, type ScopeCollection } from './scope.ts'
import { join, joinSql, newJoins } from './sql-place.ts'
import type { SqlDialect } from '../storage/dialect.ts'

/** What is asked of a collection: a rule, a client's filter and sort, all parsed. */
export interface ConditionsRequest {
  readonly scope: Scope
  readonly collection: ScopeCollection
  readonly sql: SqlDialect
  readonly rule?: Expression
  readonly filter?: Expression
  readonly sort?: readonly SortKey[]
  /** Hold filter and sort to what contract data.md §5.8 allows a client; true for everybody but superusers. */
  readonly restrict: boolean
  /** The base is a table of one row, a record that is not there yet (contract data.md §4.5). */
  readonly virtual?: { readonly table: string }
}

/** Pieces of one statement. Its `CompiledQuery.parameters` hold a `Slot` for each value of the request. */
export interface Pieces {
  /** `LEFT JOIN …`, in this order behind the base, which stands under its own name. */
  readonly joins: readonly RawBuilder<unknown>[]
  readonly where: RawBuilder<boolean> | undefined
  readonly orderBy: readonly RawBuilder<unknown>[]
  /** May the joins give the same row of the base several times? */
  readonly needsDistinct: boolean
}

/** A question about a collection, bound: asks for SQL by shape. */
export interface Conditions {
  /** Which SQL this request needs. Equal shapes have equal SQL and equal parameter lists. */
  shape(context: RuleContext): string
  /**
   * The SQL for this request. `requester` stands for the id of who asks, where `knowsOnlyId` is true.
   * Errors: `RuleError` when it would join too many collections.
   */
  pieces(context: RuleContext, requester?: RawBuilder<unknown>): Pieces
  /** Does it depend on who asks through nothing but the id, and on whether there is one? */
  readonly knowsOnlyId: boolean
  /** The ids of the collections whose tables it reads. */
  needs(context: RuleContext): ReadonlySet<string>
}

/**
 * Bind a rule, a filter and a sort to a collection. They share their joins: the same path is the same related record in
 * all three (contract data.md §5.7).
 * Errors: `RuleError` for whatever does not resolve, with its place in the text that it stands in.
 *
 * @example
 * const conditions = bindConditions({ scope, collection, sql: storage.sql, rule: parseRule('owner = @request.auth.id'), restrict: true })
 * conditions.shape(context) // 'k': the requester is known
 * const { joins, where } = conditions.pieces(context)
 */
export function bindConditions(request: ConditionsRequest): Conditions {
  return bindConditionsIn(language, request)
}

/** The same in another language: tests plant faults in one to see that they are found. */
export function bindConditionsIn(spoken: Language, request: ConditionsRequest): Conditions {
  const rules = bindTexts(request)
  const bound = [...rules.conditions, ...rules.guards.map((guard) => guard.rule)]
  const marks = bound.flatMap(marksOf)
  const emit = (context: RuleContext, requester?: RawBuilder<unknown>): Emitted =>
    emitTexts(request, rules, { language: spoken, context, requester })
  // What joins too much is refused here, and not at the first request.
  emit(nobody)
  return {
    shape: (context) => shapeOf(marks, context),
    pieces: (context, requester) => emit(context, requester).pieces,
    knowsOnlyId: bound.every(knowsOnlyId),
    needs: (context) => emit(context).needs,
  }
}

interface Texts {
  readonly conditions: readonly Bound[]
  readonly guards: readonly Guard[]
  readonly sort: readonly BoundSortKey[]
  readonly base: Place
}

function bindTexts({ scope, collection, rule, filter, sort, restrict, virtual }: ConditionsRequest): Texts {
  const base = basePlace(collection, virtual?.table ?? collection.name)
  const guards = new Map<Place, Guard>()
  const shared = {
    scope,
    base,
    collection,
    draft: collection,
    roots: new Map(),
    isVirtual: virtual !== undefined,
    guards,
  }
  const forRule: Binder = { ...shared, isRestricted: false }
  const forClient: Binder = { ...shared, isRestricted: restrict }
  const conditions = [
    ...(rule ? [bindExpression(forRule, rule)] : []),
    ...(filter ? [bindExpression(forClient, filter)] : []),
  ]
  const keys = bindSort(forClient, sort ?? [])
  return { conditions, guards: [...guards.values()], sort: keys, base }
}

interface Emitted {
  readonly pieces: Pieces
  readonly needs: ReadonlySet<string>
}

function emitTexts(request: ConditionsRequest, texts: Texts, spoken: Omit<Emission, 'joins'>): Emitted {
  const { collection, sql, virtual } = request
  const joins = newJoins(sql)
  const emission: Emission = { joins, ...spoken }
  const where = texts.conditions.map((condition) => conditionSql(emission, condition))
  const orderBy = texts.sort.map((key) => sortSql(emission, key, collection.name))
  for (const guard of texts.guards) {
    join(joins, guard.place)
    where.push(guardSql(emission, guard))
  }
  const pieces: Pieces = {
    joins: joins.joined.map((place) => joinSql(joins, place, '')),
    where: where.length === 0 ? undefined : allOf(where),
    orderBy,
    needsDistinct: joins.joined.some((place) => place.isMulti),
  }
  const read = joins.joined.flatMap((place) => (place.collection ? [place.collection.id] : []))
  return { pieces, needs: new Set(virtual ? read : [collection.id, ...read]) }
}

/** One thing that the SQL text depends on. */
type Mark = (context: RuleContext) => string

function marksOf(bound: Bound): Mark[] {
  if (bound.kind !== 'compare') return bound.parts.flatMap(marksOf)
  const isEquality = bound.sign === '=' || bound.sign === '!='
  return [bound.left, bound.right].flatMap((operand) => markOf(operand, isEquality))
}

function markOf(operand: Operand, isEquality: boolean): Mark[] {
  if (operand.kind === 'late') return [operand.key]
  if (operand.kind !== 'request' || !isEquality) return []
  return [(context) => (stateOf(operand, context) === 'empty' ? 'e' : 'k')]
}

function shapeOf(marks: readonly Mark[], context: RuleContext): string {
  const [first] = marks
  if (!first) return ''
  if (marks.length === 1) return first(context)
  return marks.map((mark) => mark(context)).join(' ')
}
