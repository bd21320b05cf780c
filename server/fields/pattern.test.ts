import { expect, test } from 'vitest'
import { matchesPattern, patternFault } from './pattern.ts'

test('data §3.1 patterns: RE2, unanchored, ASCII classes', () => {
  expect(matchesPattern('b', 'abc')).toBe(true)
  expect(matchesPattern('^b', 'abc')).toBe(false)
  expect(matchesPattern('^\\w+$', 'é')).toBe(false)
  expect(matchesPattern('^\\d+$', '٣')).toBe(false)
  expect(matchesPattern('^.$', '😀')).toBe(true)
  expect(matchesPattern('^\\pL+$', 'é')).toBe(true)
  expect(matchesPattern('(?i)ABC', 'abc')).toBe(true)
})

test('data §3.1 patterns: the pattern of default ids means what it means in RE2', () => {
  for (const id of ['abc012', 'abc\n', 'ABC', '', 'a b', 'é']) {
    expect(matchesPattern('^[a-z0-9]+$', id)).toBe(matchesPattern('^(?:[a-z0-9])+$', id))
  }
})

test('data §3.1 patterns: no look-around, no back-references; what does not compile matches nothing', () => {
  for (const pattern of ['(?=a)', '(?!a)', '(?<=a)b', '(a)\\1', '(', 'a{1001}', '('.repeat(2000)]) {
    expect(patternFault(pattern), pattern).toMatch(/./)
    expect(matchesPattern(pattern, 'a'), pattern).toBe(false)
  }
  expect(patternFault('^[a-z]+$')).toBeUndefined()
  expect(patternFault('')).toBeUndefined()
})

test('data §3.1 patterns: at most 5,000 characters', () => {
  expect(patternFault('a'.repeat(5000))).toBeUndefined()
  expect(patternFault('a'.repeat(5001))).toBe('it is longer than 5000 characters')
  expect(matchesPattern('a'.repeat(5001), 'a'.repeat(5001))).toBe(false)
})

test('data §3.1 patterns: 64 KB against the worst of patterns takes no time', () => {
  for (const pattern of ['(a*)*b', '(a|aa)+$', '([a-z]+)*[0-9]$', '^(a+)+$', '(x+x+)+y']) {
    patternFault(pattern)
    const start = performance.now()
    expect(matchesPattern(pattern, `${'a'.repeat(65_536)}!`)).toBe(false)
    expect(performance.now() - start).toBeLessThan(50)
  }
})
