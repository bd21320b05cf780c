import { tokens, type Token } from '../rules/1-lex.ts'
import { RuleError, signs } from '../rules/ast.ts'
import { completeName } from './complete-name.ts'
import type { Completion, Completions, Surroundings } from './completion.ts'

const MOST = 100

/**
 * What may be written at a place of a rule or a filter, as far as the text before it says.
 *
 * @param at a place in UTF-16 units, from 0 to the length of the text
 * @example completeRule('owner = @request.au', 19, surroundings).items[0].label // '@request.auth.'
 */
export function completeRule(text: string, at: number, surroundings: Surroundings): Completions {
  const before = text.slice(0, at)
  const open = openText(before)
  if (open !== undefined) return completeValue(before, open, surroundings)
  const word = /[@#\w.:]*$/.exec(before)?.[0] ?? ''
  const from = at - word.length
  const place = placeAfter(wordsOf(before.slice(0, from)))
  const items = place === 'operand' ? completeName(word, surroundings) : completeSign(place, word)
  return { from, to: at, items: items.slice(0, MOST) }
}

/** Where the text begins whose closing quote is not written yet. */
function openText(before: string): number | undefined {
  let quote = ''
  let start = 0
  for (let i = 0; i < before.length; i++) {
    const character = before[i] ?? ''
    if (quote === '' && (character === '"' || character === "'")) {
      quote = character
      start = i
    } else if (character === quote && before[i - 1] !== '\\') quote = ''
  }
  return quote === '' ? undefined : start
}

/** Inside of quotes: the values of the select field on the other side. */
function completeValue(before: string, open: number, { collection }: Surroundings): Completions {
  const from = open + 1
  const field = /([A-Za-z_]\w*)(?::\w+)?\s*\??(?:!?[=~]|[<>]=?)\s*$/.exec(before.slice(0, open))?.[1]
  const options = collection?.fields.find(({ name, type }) => name === field && type === 'select')?.options
  const values = options?.['values']
  const typed = before.slice(from)
  const items = (Array.isArray(values) ? values : [])
    .map(String)
    .filter((value) => value.startsWith(typed))
    .map((label): Completion => ({ label, kind: 'value', detail: field ?? '' }))
  return { from, to: before.length, items: items.slice(0, MOST) }
}

/** The words of a text as far as they make sense. */
function wordsOf(text: string): readonly Token[] {
  const next = tokens(text)
  const words: Token[] = []
  try {
    for (let word = next(); word.kind !== 'end'; word = next()) words.push(word)
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
  }
  return words
}

type Place = 'operand' | 'sign' | 'join'

/** What the grammar wants after these words. */
function placeAfter(words: readonly Token[]): Place {
  const last = words.at(-1)
  if (!last || last.kind === 'sign' || last.kind === 'join' || last.kind === '(' || last.kind === ',')
    return 'operand'
  const start = last.kind === ')' ? openingOf(words) : words.length - 1
  const isRight = words[start - 1]?.kind === 'sign' || words[start - 2]?.kind === 'sign'
  return isRight || (last.kind === ')' && !isCall(words, start)) ? 'join' : 'sign'
}

/** Where the parentheses that the last word closes were opened. */
function openingOf(words: readonly Token[]): number {
  let depth = 0
  for (let i = words.length - 1; i >= 0; i--) {
    const kind = words[i]?.kind
    if (kind === ')') depth++
    if (kind === '(' && --depth === 0) return i
  }
  return 0
}

function isCall(words: readonly Token[], opening: number): boolean {
  const [name, parenthesis] = [words[opening - 1], words[opening]]
  return name?.kind === 'name' && name.to === parenthesis?.from
}

function completeSign(place: 'sign' | 'join', word: string): readonly Completion[] {
  // A letter here is a mistake that no completion mends.
  if (word !== '') return []
  const labels = place === 'join' ? ['&&', '||'] : [...signs, ...signs.map((sign) => `?${sign}`)]
  return labels.map((label) => ({ label, kind: 'sign', detail: label.startsWith('?') ? 'any' : '' }))
}
