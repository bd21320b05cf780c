import { problem, type Problem } from '../base/problem.ts'
import type { Catalog } from '../collections/collection.ts'
import { RuleError } from '../rules/index.ts'
import type { SqlDialect } from '../storage/dialect.ts'
import { bindChannelRule } from './channel-rule.ts'

/**
 * Can this rule of a channel be parsed, and does all it names exist? Null and "" always can. The problem's params are
 * the span of the mistake.
 *
 * @example checkChannelRule('name = 1', catalog, storage.sql)?.params // { from: 0, to: 4 }
 */
export function checkChannelRule(
  rule: string | null,
  catalog: Catalog,
  sql: SqlDialect,
): Problem | undefined {
  if (rule === null || rule === '') return undefined
  try {
    bindChannelRule(catalog, sql, rule)
    return undefined
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    return problem('validation_invalid_rule', error.message, { from: error.from, to: error.to })
  }
}
