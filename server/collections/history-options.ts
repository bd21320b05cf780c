import type { ProblemTree } from '../base/problem.ts'
import { checkRule, type RuleCheck } from './check-rules.ts'
import type { Collection, HistoryOptions } from './collection.ts'
import type { Submitted } from './submitted.ts'

/**
 * Read `history` and `historyRule` of the key `dapur` over what is there (architecture.md, *Beyond the contract*).
 * Undefined while no history is kept.
 *
 * Errors: `body_malformed` 400 for a value of another JSON type.
 *
 * @example mergeHistory(undefined, readSubmitted({ history: true })) // { rule: null }
 */
export function mergeHistory(kept: HistoryOptions | undefined, input: Submitted): HistoryOptions | undefined {
  const isKept = input.flag('history', kept !== undefined)
  const rule = input.rule('historyRule', kept?.rule ?? null)
  return isKept ? { rule } : undefined
}

/** What stands under the key `dapur`: options of sign-in and of the history; undefined while all is off. */
export function dapurJson({ auth, history }: Collection): object | undefined {
  if (!history) return auth?.dapur
  return { ...auth?.dapur, history: true, historyRule: history.rule }
}

/** What is wrong with the history, by key. A view has no changes of its own, so it keeps none. */
export function checkHistory({ history }: Collection, rules: RuleCheck): ProblemTree {
  const fault = history && checkRule(history.rule, rules)
  return fault ? { historyRule: fault } : {}
}
