import { isJsonObject } from '../base/json.ts'
import { bindConditions, parseRule, RuleError } from '../rules/index.ts'
import { nobody } from '../rules/scope.ts'
import { sentenceOf } from '../rules/sentence.ts'
import { checkRule, type RuleCheck } from './check-rules.ts'
import { completeRule } from './complete-rule.ts'
import type { Completions } from './completion.ts'
import { draftCollection } from './draft-collection.ts'
import type { Foundation } from './foundation.ts'
import { readRuleQuestion } from './rule-question.ts'
import { scopeOf } from './scope.ts'
import { readSubmitted } from './submitted.ts'

/** What is said of a rule while it is being written. */
export interface RuleReport {
  readonly ok: boolean
  /** What is wrong, and where: from the first character to after the last, in UTF-16 units. */
  readonly problem?: Mistake
  /** The rule in plain words; absent while it is not sound. */
  readonly sentence?: string
  /** What may stand at the cursor; absent when nobody said where it is. */
  readonly completions?: Completions
}

interface Mistake {
  readonly message: string
  readonly from: number
  readonly to: number
}

/**
 * Say whether a text is a sound rule of a collection, or of the draft of one, what it means and what may follow
 * (architecture.md, *Beyond the contract*). A `filter` is held to what clients may ask.
 *
 * The body: `{ text, collection, kind?: 'rule' | 'filter', at?, language?: 'en' | 'id' }`; `collection` is a name, an id,
 * or a whole definition that is not saved yet, with the `id` of the stored one where there is one.
 *
 * Errors: `body_malformed` 400; `collection_not_found` 404; `validation_failed` 400 under `kind`, `language`, `at`.
 *
 * @example checkRuleText(house, { text: 'owner = 1', collection: 'posts' }).problem?.from // 0
 */
export function checkRuleText(foundation: Foundation, body: unknown): RuleReport {
  const { text, kind, words, at } = readRuleQuestion(body)
  const isFilter = kind === 'filter'
  const { catalog, collection } = draftCollection(foundation.catalog.current, collectionIn(body))
  const scope = scopeOf(catalog)
  const scoped = scope.find(collection.id)
  if (!scoped) throw new Error(`the collection "${collection.name}" is not in its own catalog`)
  const mistake = findMistake(text, isFilter, { scope, collection: scoped, sql: foundation.storage.sql })
  return {
    ok: !mistake,
    ...(mistake
      ? { problem: mistake }
      : { sentence: sentenceOf(text, { scope, collection: scoped, words }) }),
    ...(at !== undefined && { completions: completeRule(text, at, { catalog, collection, isFilter }) }),
  }
}

function collectionIn(body: unknown): unknown {
  const given = isJsonObject(body) ? body['collection'] : undefined
  return isJsonObject(given) ? given : readSubmitted(body).text('collection', '')
}

function findMistake(text: string, isFilter: boolean, check: RuleCheck): Mistake | undefined {
  if (text.trim() === '') return undefined
  if (isFilter) return findFilterMistake(text, check)
  const found = checkRule(text, check)
  if (!found) return undefined
  const { from, to } = { from: 0, to: text.length, ...found.params }
  return { message: found.message, from, to }
}

function findFilterMistake(text: string, check: RuleCheck): Mistake | undefined {
  try {
    bindConditions({ ...check, filter: parseRule(text), restrict: true }).pieces(nobody)
    return undefined
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    return { message: error.message, from: error.from, to: error.to }
  }
}
