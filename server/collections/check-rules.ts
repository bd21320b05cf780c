import { problem, type Problem, type ProblemTree } from '../base/problem.ts'
import { bindConditions, parseRule, RuleError } from '../rules/index.ts'
import type { RuleContext, Scope, ScopeCollection } from '../rules/scope.ts'
import type { SqlDialect } from '../storage/dialect.ts'
import { ruleNames, type Collection } from './collection.ts'

/** What a rule is checked against: the collection as it will be, among the others. */
export interface RuleCheck {
  readonly scope: Scope
  readonly collection: ScopeCollection
  readonly sql: SqlDialect
}

/** Somebody unknown who sends nothing: every rule has to make sense for such a request too. */
const nobody: RuleContext = {
  now: 0,
  method: 'GET',
  context: 'default',
  auth: null,
  query: {},
  headers: {},
  body: {},
}

/**
 * Can this rule be parsed, and does all it names exist? Null and "" always can.
 * The problem's params are the span of the mistake, which only superusers ever see.
 */
export function checkRule(rule: string | null, check: RuleCheck): Problem | undefined {
  if (rule === null || rule === '') return undefined
  try {
    bindConditions({ ...check, rule: parseRule(rule), restrict: false }).pieces(nobody)
    return undefined
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    return problem('validation_invalid_rule', error.message, { from: error.from, to: error.to })
  }
}

/** The five rules of a collection (contract data.md §2.4); those of an existing system collection cannot change. */
export function checkRules(stored: Collection | undefined, next: Collection, check: RuleCheck): ProblemTree {
  const problems: Record<string, Problem> = {}
  for (const name of ruleNames) {
    const isClosed = next.type === 'view' && name !== 'listRule' && name !== 'viewRule'
    const fault = isClosed ? checkNil(next[name]) : checkRule(next[name], check)
    if (fault) problems[name] = fault
    else if (stored?.system && stored[name] !== next[name]) {
      problems[name] = problem(
        'validation_collection_system_rule_change',
        'The rules of a system collection cannot be changed.',
      )
    }
  }
  return problems
}

function checkNil(rule: string | null): Problem | undefined {
  return rule === null
    ? undefined
    : problem('validation_nil', 'Nothing is written to a view: leave this rule null.')
}
