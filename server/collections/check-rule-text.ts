import { apiError } from '../base/error.ts'
import { isJsonObject } from '../base/json.ts'
import { problem, type ProblemTree } from '../base/problem.ts'
import { bindConditions, parseRule, RuleError } from '../rules/index.ts'
import { nobody } from '../rules/scope.ts'
import { sentenceOf } from '../rules/sentence.ts'
import { english, type SentenceWords } from '../rules/sentence-words.ts'
import { indonesian } from '../rules/sentence-words-id.ts'
import { makeCatalog, replaceCollection } from './catalog.ts'
import { checkRule, type RuleCheck } from './check-rules.ts'
import type { Catalog, Collection } from './collection.ts'
import { completeRule } from './complete-rule.ts'
import type { Completions } from './completion.ts'
import type { Foundation } from './foundation.ts'
import { newCollectionId } from './new-collection.ts'
import { parseChange, parseNew } from './parse.ts'
import { scopeOf } from './scope.ts'
import { readSubmitted, type Submitted } from './submitted.ts'
import { viewCollection } from './view.ts'

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

const LANGUAGES: Readonly<Record<string, SentenceWords>> = { en: english, id: indonesian }
const KINDS = ['rule', 'filter']

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
  const input = readSubmitted(body)
  const text = input.text('text', '')
  const kind = chosen(input, 'kind', KINDS)
  const words = LANGUAGES[chosen(input, 'language', Object.keys(LANGUAGES))] ?? english
  const isFilter = kind === 'filter'
  const { catalog, collection } = draftOf(foundation.catalog.current, body)
  const at = input.has('at') ? placeIn(text, input.whole('at', 0)) : undefined
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

function chosen(input: Submitted, key: string, known: readonly string[]): string {
  const value = input.text(key, known[0] ?? '')
  if (known.includes(value)) return value
  throw invalid({ [key]: problem('validation_in_invalid', `Choose one of ${known.join(', ')}.`) })
}

function placeIn(text: string, at: number): number {
  if (at >= 0 && at <= text.length) return at
  throw invalid({
    at: problem('validation_invalid_value', `Give a place in the text, from 0 to ${text.length}.`),
  })
}

function invalid(data: ProblemTree): Error {
  return apiError('validation_failed', {}, { data })
}

/** The collection that is meant, in the catalog as it would be with it. */
function draftOf(current: Catalog, body: unknown): { catalog: Catalog; collection: Collection } {
  const given = isJsonObject(body) ? body['collection'] : undefined
  if (!isJsonObject(given)) {
    const name = readSubmitted(body).text('collection', '')
    return { catalog: current, collection: viewCollection(current, name) }
  }
  const stored = typeof given['id'] === 'string' ? current.byId(given['id']) : undefined
  const draft = (stored ? parseChange(stored, given) : parseNew(given)).next
  const id = draft.id || newCollectionId(draft.type, draft.name, current)
  const collection = { ...draft, id }
  return { collection, catalog: makeCatalog(current.version, replaceCollection(current, stored, collection)) }
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
