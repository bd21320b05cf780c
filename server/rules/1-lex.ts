import { RuleError, type Sign, type Span, signs } from './ast.ts'

/** A word of the rule language. */
export type Token = Span &
  (
    | { readonly kind: 'name'; readonly text: string }
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'sign'; readonly sign: Sign; readonly isAny: boolean }
    | { readonly kind: 'join'; readonly join: '&&' | '||' }
    | { readonly kind: '(' | ')' | ',' | 'end' }
  )

const blank = /(?:[ \t\r\n]|\/\/[^\n]*)+/y
const name = /[A-Za-z_@#][\w.:]*/y
const digits = /-?\d+(?:\.\d+)?/y
const signRun = /[=!<>~?]+/y
const joinRun = /[&|]+/y

/**
 * The words of a rule one after another (contract data.md §5.1), the last one being `end`.
 *
 * @example
 * const next = tokens("title = 'a'")
 * next() // { kind: 'name', text: 'title', from: 0, to: 5 }
 */
export function tokens(source: string): () => Token {
  let at = 0
  return () => {
    at += run(blank, source, at).length
    const token = readToken(source, at)
    at = token.to
    return token
  }
}

function run(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0] ?? ''
}

function readToken(source: string, from: number): Token {
  const first = source[from]
  if (first === undefined) return { kind: 'end', from, to: from }
  if (first === '(' || first === ')' || first === ',') return { kind: first, from, to: from + 1 }
  if (first === '"' || first === "'") return readText(source, from, first)
  const word = run(name, source, from)
  if (word) return readName(word, { from, to: from + word.length })
  const number = run(digits, source, from)
  if (number) return { kind: 'number', value: Number(number), from, to: from + number.length }
  const sign = run(signRun, source, from)
  if (sign) return readSign(sign, { from, to: from + sign.length })
  const join = run(joinRun, source, from)
  if (join) return readJoin(join, { from, to: from + join.length })
  const character = String.fromCodePoint(source.codePointAt(from) ?? 0)
  throw new RuleError(`The character ${JSON.stringify(character)} means nothing here.`, {
    from,
    to: from + character.length,
  })
}

/** A backslash escapes only the quote in use, so a quote after one never closes the text. */
function readText(source: string, from: number, quote: string): Token {
  let to = source.indexOf(quote, from + 1)
  while (to > 0 && source[to - 1] === '\\') to = source.indexOf(quote, to + 1)
  if (to < 0) {
    throw new RuleError(`This text has no closing ${quote}.`, { from, to: source.length })
  }
  const value = source.slice(from + 1, to).replaceAll(`\\${quote}`, quote)
  return { kind: 'text', value: value.toWellFormed(), from, to: to + 1 }
}

function readName(text: string, span: Span): Token {
  if (/[.:]$/.test(text)) throw new RuleError(`The name "${text}" must not end in "${text.slice(-1)}".`, span)
  if (/^[@_#]$/.test(text)) throw new RuleError(`"${text}" alone is not a name.`, span)
  return { kind: 'name', text, ...span }
}

function readSign(text: string, span: Span): Token {
  const isAny = text.startsWith('?')
  const sign = signs.find((known) => known === (isAny ? text.slice(1) : text))
  if (!sign) throw new RuleError(`"${text}" is not a comparison; use one of ${signs.join(' ')}.`, span)
  return { kind: 'sign', sign, isAny, ...span }
}

function readJoin(text: string, span: Span): Token {
  if (text === '&&' || text === '||') return { kind: 'join', join: text, ...span }
  throw new RuleError(`"${text}" joins nothing; use && (both) or || (either).`, span)
}
