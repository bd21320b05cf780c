import { expect, test } from 'vitest'
import { stringify } from './stringify.ts'
import { toStringList } from './string-list.ts'

test('data §3.1 scalar stringification: plain decimals, never an exponent; null, lists and objects are empty', () => {
  const rows: [unknown, string][] = [
    ['a b ', 'a b '],
    [true, 'true'],
    [false, 'false'],
    [0, '0'],
    [-3.25, '-3.25'],
    [1e21, '1000000000000000000000'],
    [-1.5e22, '-15000000000000000000000'],
    [1.2345e-7, '0.00000012345'],
    [-1e-9, '-0.000000001'],
    [Number.MAX_VALUE, `17976931348623157${'0'.repeat(292)}`],
    [Number.NaN, ''],
    [null, ''],
    [undefined, ''],
    [['a'], ''],
    [{ a: 1 }, ''],
  ]
  for (const [input, text] of rows) expect(stringify(input)).toBe(text)
})

test('data §3.1 half a surrogate pair becomes what the database would make of it', () => {
  expect(stringify('a\ud800b')).toBe('a\ufffdb')
  expect(stringify('😀')).toBe('😀')
})

test('data §3.1 string lists: null and "" are none, JSON arrays of strings are read, the first of equals stays', () => {
  const rows: [unknown, string[]][] = [
    [null, []],
    [undefined, []],
    ['', []],
    ['a', ['a']],
    ['a,b', ['a,b']],
    ['["a","b"]', ['a', 'b']],
    [' ["a"] ', ['a']],
    ['["a",null]', ['a']],
    ['[]', []],
    ['["a",1]', ['["a",1]']],
    ['[a]', ['[a]']],
    ['{"a":["b"]}', ['{"a":["b"]}']],
    [7, ['7']],
    [true, ['true']],
    [{ a: 1 }, []],
    [
      ['b', 'a', 'b', '', 5, false, null, ['x'], {}],
      ['b', 'a', '5', 'false'],
    ],
  ]
  for (const [input, list] of rows) expect(toStringList(input)).toStrictEqual(list)
})

test('a text of millions of brackets is one element, at once', () => {
  const hostile = '['.repeat(5_000_000)
  const start = performance.now()
  expect(toStringList(hostile)).toStrictEqual([hostile])
  expect(performance.now() - start).toBeLessThan(500)
})
