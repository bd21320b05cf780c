import { problem, type Problem, type ProblemTree } from '../base/problem.ts'
import type { RateLimitRule } from './settings.ts'
import { atLeast, firstOf, needed, oneOf } from './value-checks.ts'

const LABEL = /^(?:\w+ \/[\w/-]*|\/[\w/-]*|\w+:\w+|\*:\w+|\w+)$/

/** Problems of the rules by their place (contract services.md §7.1). */
export function checkRateLimits(rules: readonly RateLimitRule[]): ProblemTree {
  const problems: ProblemTree = {}
  for (const [at, rule] of rules.entries()) {
    const found = {
      label: firstOf(rule.label, needed, isLabel) ?? conflict(rule, rules.slice(0, at)),
      audience: firstOf(rule.audience, oneOf('@guest', '@auth')),
      duration: firstOf(rule.duration, needed, atLeast(1)),
      maxRequests: firstOf(rule.maxRequests, needed, atLeast(1)),
    }
    const faults = Object.entries(found).flatMap(([key, fault]) => (fault ? [[key, fault] as const] : []))
    if (faults.length > 0) problems[String(at)] = Object.fromEntries(faults)
  }
  return problems
}

function isLabel(label: string): Problem | undefined {
  return LABEL.test(label)
    ? undefined
    : problem(
        'validation_match_invalid',
        'Write "METHOD /path", "/path", "/prefix/", "collection:action" or "*:action".',
      )
}

/** Two rules for the same requests: nobody could say which one counts. */
function conflict(rule: RateLimitRule, earlier: readonly RateLimitRule[]): Problem | undefined {
  const key = keyOf(rule)
  const clashes = earlier.map(keyOf).some((other) => other.startsWith(key) || key.startsWith(other))
  if (!clashes) return undefined
  return problem(
    'validation_conflicting_rate_limit_rule',
    `Another rule is for the same requests as "${rule.label}".`,
    { label: rule.label },
  )
}

function keyOf({ label, audience }: RateLimitRule): string {
  return `${label}@@${audience}`
}
