/** One word of an index statement. Names lose their quotes here, and get new ones when they are written. */
export interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'sign'
  /** The word as written, the name or text without quotes, the number, the sign. */
  readonly value: string
}

/** Why an index statement cannot be read. */
export class TokenError extends Error {
  override readonly name = 'TokenError'
}

const quotes: Readonly<Record<string, string>> = { '`': '`', '"': '"', '[': ']', "'": "'" }
const longSigns = ['->>', '->', '==', '!=', '<>', '<=', '>=', '||', '<<', '>>']
const signs = [...longSigns, ...'=<>+-*/%&|~(),.'.split('')]

/**
 * Cut an index statement into tokens. Statement ends, comments and parameters are refused here, so that
 * nothing written later can hold them (reliability.md I4).
 *
 * @example tokenize('lower(`a`)') // word lower, sign (, name a, sign )
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const next = readToken(text, at)
    if (next.token) tokens.push(next.token)
    at = next.end
  }
  return tokens
}

interface Read {
  readonly token?: Token
  readonly end: number
}

function readToken(text: string, at: number): Read {
  const char = text.charAt(at)
  if (/\s/.test(char)) return { end: at + 1 }
  const closing = quotes[char]
  if (closing) return readQuoted(text, at, closing)
  const number = match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\w)/y, text, at)
  if (number) return { token: { kind: 'number', value: number }, end: at + number.length }
  const word = match(/[A-Za-z_]\w*/y, text, at)
  if (word) return { token: { kind: 'word', value: word }, end: at + word.length }
  if (text.startsWith('--', at) || text.startsWith('/*', at)) throw new TokenError('comments are not allowed')
  const sign = signs.find((candidate) => text.startsWith(candidate, at))
  if (!sign) throw new TokenError(`"${char}" is not allowed`)
  return { token: { kind: 'sign', value: sign }, end: at + sign.length }
}

function readQuoted(text: string, at: number, closing: string): Read {
  let value = ''
  for (let i = at + 1; i < text.length; i++) {
    const char = text.charAt(i)
    if (char !== closing) value += char
    else if (closing !== ']' && text.charAt(i + 1) === closing) value += text.charAt(++i)
    else return { token: { kind: closing === "'" ? 'text' : 'name', value }, end: i + 1 }
  }
  throw new TokenError('a quote is not closed')
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
