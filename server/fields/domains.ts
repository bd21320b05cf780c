import { problem, type Problem, type ProblemTree } from '../base/problem.ts'
import type { FieldType } from './field-type.ts'
import { nullableTagsOption } from './options.ts'
import { checkEach, problemsOf } from './setting-checks.ts'

/** The settings of email and url that name domains: only these, or all but these. */
export interface DomainOptions {
  readonly onlyDomains: readonly string[] | null
  readonly exceptDomains: readonly string[] | null
}

export const domainOptions: FieldType<DomainOptions, string>['options'] = {
  onlyDomains: nullableTagsOption('Only these domains'),
  exceptDomains: nullableTagsOption('All but these domains'),
}

/**
 * Does a field accept a domain? Compared as it is written, letter case too (contract data.md §3.6).
 *
 * @example acceptsDomain('b.test', { onlyDomains: ['a.test'], exceptDomains: null }) // false
 */
export function acceptsDomain(domain: string, options: DomainOptions): boolean {
  const { onlyDomains, exceptDomains } = options
  if (onlyDomains && onlyDomains.length > 0 && !onlyDomains.includes(domain)) return false
  return !exceptDomains?.includes(domain)
}

/** Each a domain, and not both lists at once: `validation_empty`, `validation_is_domain`. */
export function checkDomainOptions(options: DomainOptions): ProblemTree | undefined {
  const only = options.onlyDomains ?? []
  const except = options.exceptDomains ?? []
  const areBothSet = only.length > 0 && except.length > 0
  return problemsOf({
    onlyDomains: areBothSet ? notBoth : checkEach(only, notADomain),
    exceptDomains: areBothSet ? notBoth : checkEach(except, notADomain),
  })
}

const notBoth = problem('validation_empty', 'Name the domains to accept or the domains to refuse, not both.')

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i
const lastLabel = /^(?:[a-z]{1,63}|xn--[a-z0-9-]{1,59})$/i

function notADomain(domain: string): Problem | undefined {
  const labels = domain.split('.')
  const last = labels.pop() ?? ''
  const isDomain = labels.length > 0 && labels.every((each) => label.test(each)) && lastLabel.test(last)
  return isDomain ? undefined : problem('validation_is_domain', 'This is not a domain, such as example.com.')
}
