import {
  type Call,
  type Comparison,
  type Expression,
  RuleError,
  type SortKey,
  type Span,
  type Term,
} from './ast.ts'
import { type Token, tokens } from './1-lex.ts'

const mostComparisons = 200
/** Parentheses within each other; deeper ones help nobody and would let a hostile text exhaust the stack. */
const deepestGroup = 100
const deepestCall = 3
const strength = { '||': 1, '&&': 2 } as const

interface Parser {
  token: Token
  /** Where the word before `token` ended. */
  end: number
  comparisons: number
  readonly next: () => Token
}

/**
 * Parse the text of a rule or a filter (contract data.md §5.1, §5.2). Names are not looked up.
 * Errors: `RuleError` with the place of the mistake. The length of the text is for the caller to limit.
 *
 * @example parseRule("status = 'open' && owner = @request.auth.id")
 */
export function parseRule(text: string): Expression {
  const next = tokens(text)
  const first = next()
  if (first.kind === 'end') {
    throw new RuleError('The rule is empty; write a comparison such as id != "".', {
      from: 0,
      to: text.length,
    })
  }
  const parser: Parser = { token: first, end: 0, comparisons: 0, next }
  const expression = readExpression(parser, 0, 0)
  expect(parser, 'end', '&& or || or the end')
  return expression
}

/** Pratt: a join is taken while it binds more strongly than what stands to the left. */
function readExpression(parser: Parser, weakest: number, depth: number): Expression {
  let left = readGroup(parser, depth)
  while (parser.token.kind === 'join' && strength[parser.token.join] > weakest) {
    const { join } = parser.token
    const parts = [left]
    while (parser.token.kind === 'join' && parser.token.join === join) {
      advance(parser)
      parts.push(readExpression(parser, strength[join], depth))
    }
    left = { kind: join === '&&' ? 'all' : 'any', parts, from: left.from, to: parser.end }
  }
  return left
}

function readGroup(parser: Parser, depth: number): Expression {
  const open = parser.token
  if (open.kind !== '(') return readComparison(parser)
  if (depth >= deepestGroup) throw new RuleError(`More than ${deepestGroup} nested parentheses.`, open)
  advance(parser)
  const inside = readExpression(parser, 0, depth + 1)
  expect(parser, ')', 'a ")"')
  return inside
}

function readComparison(parser: Parser): Comparison {
  const left = readTerm(parser, 0)
  const sign = parser.token
  if (sign.kind !== 'sign') throw unexpected(sign, 'a comparison such as = or ~')
  parser.comparisons++
  if (parser.comparisons > mostComparisons)
    throw new RuleError(`More than ${mostComparisons} comparisons.`, sign)
  advance(parser)
  const right = readTerm(parser, 0)
  return { kind: 'compare', sign: sign.sign, isAny: sign.isAny, left, right, from: left.from, to: right.to }
}

function readTerm(parser: Parser, depth: number): Term {
  const { token } = parser
  if (token.kind === 'text' || token.kind === 'number') {
    advance(parser)
    return token.kind === 'text' ? { ...token, kind: 'text' } : { ...token, kind: 'number' }
  }
  if (token.kind !== 'name') throw unexpected(token, 'a field, a text or a number')
  advance(parser)
  // A function's parenthesis touches its name: `a (b = c)` must not become a call.
  if (parser.token.kind === '(' && parser.token.from === token.to)
    return readCall(parser, token.text, token, depth)
  return { kind: 'name', name: token.text, from: token.from, to: token.to }
}

function readCall(parser: Parser, name: string, span: Span, depth: number): Call {
  if (depth >= deepestCall) throw new RuleError(`More than ${deepestCall} nested functions.`, span)
  advance(parser)
  const args: Term[] = []
  while (parser.token.kind !== ')') {
    args.push(readTerm(parser, depth + 1))
    if (parser.token.kind !== ',') break
    advance(parser)
  }
  expect(parser, ')', 'a ")"')
  return { kind: 'call', name, args, from: span.from, to: parser.end }
}

function advance(parser: Parser): void {
  parser.end = parser.token.to
  parser.token = parser.next()
}

function expect(parser: Parser, kind: ')' | 'end', wanted: string): void {
  if (parser.token.kind !== kind) throw unexpected(parser.token, wanted)
  advance(parser)
}

function unexpected(token: Token, wanted: string): RuleError {
  return new RuleError(`Here should be ${wanted}, not ${described(token)}.`, token)
}

function described(token: Token): string {
  switch (token.kind) {
    case 'name':
      return `"${token.text}"`
    case 'sign':
      return `"${token.isAny ? '?' : ''}${token.sign}"`
    case 'join':
      return `"${token.join}"`
    case 'text':
    case 'number':
      return `a ${token.kind}`
    case 'end':
      return 'the end'
    case '(':
    case ')':
    case ',':
      return `"${token.kind}"`
  }
}

const mostSortKeys = 8
const longestSortKey = 255

/**
 * Parse a sort (contract data.md §4.9). An empty text sorts by nothing.
 * Errors: `RuleError` for an empty key, more than 8 keys, a key over 255 characters.
 *
 * @example parseSort('-created,title') // [{ name: 'created', isDescending: true, … }, { name: 'title', … }]
 */
export function parseSort(text: string): readonly SortKey[] {
  if (text === '') return []
  const items = text.split(',')
  if (items.length > mostSortKeys) {
    throw new RuleError(`Sort by at most ${mostSortKeys} keys.`, { from: 0, to: text.length })
  }
  let at = 0
  return items.map((item) => {
    const key = readSortKey(item, at)
    at += item.length + 1
    return key
  })
}

function readSortKey(item: string, at: number): SortKey {
  const whole = { from: at, to: at + item.length }
  if (item.length > longestSortKey)
    throw new RuleError(`A sort key has at most ${longestSortKey} characters.`, whole)
  const key = item.trim()
  if (key === '') throw new RuleError('A key of the sort is empty.', whole)
  const from = at + item.indexOf(key)
  const isSigned = key.startsWith('-') || key.startsWith('+')
  const name = isSigned ? key.slice(1).trim() : key
  if (name === '') throw new RuleError(`"${key}" names no field to sort by.`, whole)
  return { name, isDescending: key.startsWith('-'), from, to: from + key.length }
}
