import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { CollectionInput } from '@dapur/sdk'
import { dapur } from '../dapur.ts'
import type { RuleName } from './rules-of.ts'

/** What the server says of a rule while it is written. */
export interface RuleReport {
  ok: boolean
  problem?: { message: string; from: number; to: number }
  sentence?: string
  completions?: RuleCompletions
}

export interface RuleCompletions {
  from: number
  to: number
  items: { label: string; kind: string; detail: string }[]
}

/** What a rule decides, and why. */
export interface Explanation {
  allowed: boolean
  reason: 'superuser' | 'closed' | 'open' | 'rule'
  rule: string | null
  sentence: string
  tree?: RulePart
}

export interface RuleSide {
  text: string
  values: (string | number | boolean | null)[]
  isCut: boolean
}

interface Part {
  text: string
  from: number
  to: number
  holds: boolean
}

export type RulePart =
  | (Part & { kind: 'all' | 'any'; parts: RulePart[] })
  | (Part & { kind: 'compare'; left: RuleSide; right: RuleSide })

/** Who asks, about what. */
export interface RuleQuestion {
  collection: string
  rule: RuleName
  text: string | null
  actor: { collection: string; id: string } | 'superuser' | null
  record?: string
  body?: Record<string, unknown>
}

/** Whose rule it is: of a collection as it is drafted, or of a channel. */
export type RuleSubject = { readonly collection: CollectionInput } | { readonly kind: 'channel' }

/** Is a text a sound rule, and what does it mean? */
export function ruleReportQuery(text: string, subject: RuleSubject, language: string) {
  return queryOptions({
    queryKey: ['rule-report', text, language, subject],
    queryFn: ({ signal }) =>
      dapur.send<RuleReport>({
        method: 'POST',
        path: '/api/rules/check',
        body: { ...subject, text, language },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

/** What may stand at a place of a rule. */
export async function completeRule(
  text: string,
  at: number,
  subject: RuleSubject,
): Promise<RuleCompletions | undefined> {
  const body = { ...subject, text, at }
  const report = await dapur.send<RuleReport>({ method: 'POST', path: '/api/rules/check', body })
  return report.completions
}

/** Would it be allowed? */
export function explainQuery(question: RuleQuestion | undefined) {
  return queryOptions({
    queryKey: ['rule-explain', question],
    queryFn: ({ signal }) =>
      dapur.send<Explanation>({ method: 'POST', path: '/api/rules/explain', body: question ?? {}, signal }),
    enabled: question !== undefined,
    placeholderData: keepPreviousData,
    // Records may have changed meanwhile.
    staleTime: 0,
  })
}
