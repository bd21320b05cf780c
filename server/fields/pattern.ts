import { LRUCache } from 'lru-cache'
import { RE2JS } from 're2js'

interface Matcher {
  test(text: string): boolean
}

// The pattern of every default id field is ours and linear: the built-in engine is twenty times as fast for it.
const known: ReadonlyMap<string, Matcher> = new Map([['^[a-z0-9]+$', /^[a-z0-9]+$/]])

/** The engine's time grows with the text and with the pattern: an owner's pattern has at most so many characters. */
const longestPattern = 5000

const compiled = new LRUCache<string, { readonly matcher?: Matcher; readonly why?: string }>({ max: 500 })

/**
 * Does a text contain what an owner's pattern describes? Patterns are RE2 (contract data.md §3.1): unanchored, without
 * look-around and back-references, and matched in time that grows with the text only. A pattern that does not compile
 * matches nothing.
 *
 * @example matchesPattern('^[a-z]+$', 'abc') // true
 */
export function matchesPattern(pattern: string, text: string): boolean {
  return (known.get(pattern) ?? compile(pattern).matcher)?.test(text) ?? false
}

/**
 * What is wrong with a pattern, or `undefined`.
 *
 * @example patternFault('(?=a)') // 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'
 */
export function patternFault(pattern: string): string | undefined {
  return compile(pattern).why
}

function compile(pattern: string): { readonly matcher?: Matcher; readonly why?: string } {
  const kept = compiled.get(pattern)
  if (kept) return kept
  const fresh = tryCompile(pattern)
  compiled.set(pattern, fresh)
  return fresh
}

function tryCompile(pattern: string): { readonly matcher?: Matcher; readonly why?: string } {
  if (pattern.length > longestPattern) return { why: `it is longer than ${longestPattern} characters` }
  try {
    return { matcher: RE2JS.compile(pattern) }
  } catch (error) {
    return { why: error instanceof Error ? error.message : 'the pattern does not compile' }
  }
}
