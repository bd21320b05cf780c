import { checkRuleText, type RuleReport } from '../collections/check-rule-text.ts'
import { completeRule } from '../collections/complete-rule.ts'
import type { Foundation } from '../collections/foundation.ts'
import { readRuleQuestion } from '../collections/rule-question.ts'
import { scopeOf } from '../collections/scope.ts'
import { sentenceOf } from '../rules/sentence.ts'
import { channelScope } from './channel-rule.ts'
import { checkChannelRule } from './check-channel-rule.ts'

/**
 * Say whether a text is a sound rule, what it means and what may follow: of a collection (`checkRuleText`), or with
 * `kind: 'channel'` of a channel, which needs no collection (architecture.md, *Beyond the contract*).
 *
 * Errors: as `checkRuleText`.
 *
 * @example checkWrittenRule(house, { kind: 'channel', text: '@request.auth.id != ""' }).ok // true
 */
export function checkWrittenRule(foundation: Foundation, body: unknown): RuleReport {
  const { text, kind, words, at } = readRuleQuestion(body)
  if (kind !== 'channel') return checkRuleText(foundation, body)
  const catalog = foundation.catalog.current
  const fault = text.trim() === '' ? undefined : checkChannelRule(text, catalog, foundation.storage.sql)
  const telling = { scope: scopeOf(catalog), collection: channelScope, words }
  return {
    ok: !fault,
    ...(fault
      ? { problem: { message: fault.message, from: 0, to: text.length, ...fault.params } }
      : { sentence: sentenceOf(text, telling) }),
    ...(at !== undefined && {
      completions: completeRule(text, at, { catalog, collection: undefined, isFilter: false }),
    }),
  }
}
