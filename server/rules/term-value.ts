import type { RawBuilder } from 'kysely'
import type { SqlDialect } from '../storage/dialect.ts'
import { basePlace, bindTerm } from './2-bind.ts'
import { valueSql } from './3-sql.ts'
import type { Term } from './ast.ts'
import { settle } from './bound.ts'
import { language } from './operators.ts'
import type { RuleContext, Scope, ScopeCollection } from './scope.ts'
import { joinSql, newJoins } from './sql-place.ts'

/** One side of a comparison whose values somebody wants to see. */
export interface TermRequest {
  readonly scope: Scope
  readonly collection: ScopeCollection
  readonly sql: SqlDialect
  readonly term: Term
  /** The base is a table of one row, a record that is not there yet. */
  readonly virtual?: { readonly table: string }
}

/** What is selected, and the joins behind the base that it takes. */
export interface TermPieces {
  readonly joins: readonly RawBuilder<unknown>[]
  readonly value: RawBuilder<unknown>
}

/**
 * The SQL of what stands on one side of a comparison, for this request: several rows where it has several values.
 *
 * Errors: `RuleError` for what does not resolve.
 *
 * @example const { joins, value } = termValue({ scope, collection, sql, term }, context)
 */
export function termValue(request: TermRequest, context: RuleContext): TermPieces {
  const { scope, collection, sql, term, virtual } = request
  const binder = {
    scope,
    base: basePlace(collection, virtual?.table ?? collection.name),
    collection,
    draft: collection,
    roots: new Map(),
    isRestricted: false,
    isVirtual: virtual !== undefined,
    guards: new Map(),
  }
  const joins = newJoins(sql)
  const operand = settle(bindTerm(binder, term), context)
  const value = valueSql({ joins, language, context, requester: undefined }, operand)
  return { joins: joins.joined.map((place) => joinSql(joins, place, '')), value }
}
