import { apiError } from '../base/error.ts'
import { problem, type ProblemTree } from '../base/problem.ts'
import { english, type SentenceWords } from '../rules/sentence-words.ts'
import { indonesian } from '../rules/sentence-words-id.ts'
import { readSubmitted, type Submitted } from './submitted.ts'

/** What is asked about a rule that is being written. */
export interface RuleQuestion {
  readonly text: string
  /** Of whom it is a text: `rule`, `filter`, or `channel`, which belongs to no collection. */
  readonly kind: string
  readonly words: SentenceWords
  /** Where the cursor is, when completions are asked for. */
  readonly at: number | undefined
}

const LANGUAGES: Readonly<Record<string, SentenceWords>> = { en: english, id: indonesian }
const KINDS = ['rule', 'filter', 'channel']

/**
 * Read what is asked, but for the collection.
 *
 * Errors: `body_malformed` 400; `validation_failed` 400 under `kind`, `language`, `at`.
 *
 * @example readRuleQuestion({ text: 'owner = 1', kind: 'filter' }).kind // 'filter'
 */
export function readRuleQuestion(body: unknown): RuleQuestion {
  const input = readSubmitted(body)
  const text = input.text('text', '')
  return {
    text,
    kind: chosen(input, 'kind', KINDS),
    words: LANGUAGES[chosen(input, 'language', Object.keys(LANGUAGES))] ?? english,
    at: input.has('at') ? placeIn(text, input.whole('at', 0)) : undefined,
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
