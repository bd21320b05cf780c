import type { Catalog } from '../collections/collection.ts'
import { scopeOf } from '../collections/scope.ts'
import { bindConditions, bindPredicate, type Conditions, parseRule, type Predicate } from '../rules/index.ts'
import type { ScopeCollection } from '../rules/scope.ts'
import type { SqlDialect } from '../storage/dialect.ts'

/** The rule of a channel, bound: as SQL on a table of one row, and in memory where it needs no table at all. */
export interface ChannelRule {
  readonly conditions: Conditions
  readonly predicate: Predicate | undefined
}

/** The table of one row that stands for a channel. */
export const CHANNEL_TABLE = '_dapur_virtual'

/** No collection has such a name. A rule of a channel sees no record, so there are no fields. */
export const channelScope: ScopeCollection = {
  id: 'a channel',
  name: 'a channel',
  type: 'base',
  listRule: null,
  fields: [],
  isChannel: true,
  field: () => undefined,
}

/**
 * Bind a rule that says who may join a channel, or send on it: it knows `@request.auth.*`, `@request.channel.name`,
 * `@request.channel.key` and `@collection.*`, and no record.
 *
 * Errors: `RuleError` for whatever does not resolve.
 *
 * @example bindChannelRule(catalog, storage.sql, '@collection.orders.id ?= @request.channel.key')
 */
export function bindChannelRule(catalog: Catalog, sql: SqlDialect, text: string): ChannelRule {
  const scope = scopeOf(catalog)
  const rule = parseRule(text)
  return {
    conditions: bindConditions({
      scope,
      collection: channelScope,
      sql,
      rule,
      restrict: false,
      virtual: { table: CHANNEL_TABLE },
    }),
    predicate: bindPredicate({ scope, collection: channelScope, rule, virtual: true }),
  }
}
