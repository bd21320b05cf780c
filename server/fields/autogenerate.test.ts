import { expect, test } from 'vitest'
import { autogenerate } from './autogenerate.ts'

/** Many samples of one pattern. */
function samples(pattern: string): Set<string> {
  return new Set(Array.from({ length: 400 }, () => autogenerate(pattern)))
}

test('data §3.2 generator: literals, classes, dot, alternation, groups and repetitions', () => {
  const patterns = [
    'abc',
    '[a-z0-9]{15}',
    '[a-zA-Z0-9]{50}',
    '[^a-z]{3}',
    '[a\\-\\]z-]{4}',
    '.{8}',
    'cat|dog|',
    '(?:a|bc){2}-(x)(?P<n>y)(?<m>z)',
    'a?b*c+',
    'a??b*?c+?',
    '\\d{4}\\w\\s\\D\\W\\S',
    'x{2,5}y{3,3}z{1,}',
    '\\$\\.\\^\\{\\n',
    'a{,5}',
    'ü😀[é-ê]',
    '[]a]',
    '[\\d_]{3}',
    '(((a)))',
  ]
  for (const pattern of patterns) {
    const judge = new RegExp(
      `^(?:${pattern.replaceAll('(?P<', '(?<').replace('[]a]', '[\\]a]')})$`,
      'u'.repeat(pattern.includes('ü') ? 1 : 0),
    )
    for (const sample of samples(pattern))
      expect([pattern, sample, judge.test(sample)]).toStrictEqual([pattern, sample, true])
  }
})

test('data §3.2 generator: how often things are repeated', () => {
  const lengths = (pattern: string): number[] =>
    [...new Set([...samples(pattern)].map((text) => text.length))].toSorted((a, b) => a - b)
  expect(lengths('a?')).toStrictEqual([0, 1])
  expect(lengths('a*')).toStrictEqual([0, 1, 2, 3, 4, 5])
  expect(lengths('a+')).toStrictEqual([1, 2, 3, 4, 5])
  expect(lengths('a{4}')).toStrictEqual([4])
  // The upper bound is exclusive, unless it is the lower one.
  expect(lengths('a{2,4}')).toStrictEqual([2, 3])
  expect(lengths('a{2,2}')).toStrictEqual([2])
})

test('data §3.2 generator: a dot is a letter or a digit, and each comes', () => {
  const characters = new Set([...samples('.{20}')].flatMap((text) => Array.from(text)))
  expect([...characters].toSorted().join('')).toBe(
    '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  )
})

test('data §3.2 generator: what nothing can be generated from is said', () => {
  const refused = [
    '^a',
    'a$',
    '\\ba',
    'a\\z',
    '(?i)a',
    '(?=a)',
    '(',
    'a**',
    '[[:alpha:]]',
    '\\pL',
    '[^ -~]',
    '[\\x00-\\x{10ffff}]',
  ]
  for (const pattern of refused) expect(() => autogenerate(pattern), pattern).toThrow(/./)
})

test('data §3.2 generator: no more than 5,000 characters, and no endless work for none', () => {
  expect(autogenerate('a{1000}a{1000}a{1000}')).toHaveLength(3000)
  for (const pattern of ['(a{500}b*){2}'.repeat(5), '((((((()*)*)*)*)*)*)*', 'a{1000}'.repeat(6)]) {
    expect(() => autogenerate(pattern), pattern).toThrow('more than 5000 characters')
  }
  expect(() => autogenerate('('.repeat(150) + ')'.repeat(150))).toThrow('nests more than 100 groups')
})
