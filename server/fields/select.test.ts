import { expect, test } from 'vitest'
import { checkContext, settingsContext } from './scratch-database.suite.ts'
import { select, type SelectOptions } from './select.ts'

const one: SelectOptions = { values: ['a', 'b', 'c'], maxSelect: 1 }
const two: SelectOptions = { ...one, maxSelect: 2 }

test('data §3.10 select: a single one keeps the last element', () => {
  expect(select.normalise(['a', 'b'], one)).toBe('b')
  expect(select.normalise('["a","c"]', { ...one, maxSelect: 0 })).toBe('c')
  expect(select.normalise([], one)).toBe('')
  expect(select.normalise('a', two)).toStrictEqual(['a'])
  expect(select.normalise(['b', 'a', 'b', ''], two)).toStrictEqual(['b', 'a'])
})

test('data §3.10 select: not too many, and each of the choices', async () => {
  expect(await select.check(['a', 'b', 'c'], two, checkContext())).toMatchObject({
    code: 'validation_too_many_values',
    params: { maxSelect: 2 },
  })
  expect(await select.check(['a', 'x'], two, checkContext())).toMatchObject({
    code: 'validation_invalid_value',
    params: { value: 'x' },
  })
  expect(await select.check('A', one, checkContext())).toMatchObject({ params: { value: 'A' } })
  expect(await select.check('a', one, checkContext())).toBeUndefined()
  expect(await select.check('a', { ...one, maxSelect: 0 }, checkContext())).toBeUndefined()
  expect(await select.check('', one, checkContext())).toBeUndefined()
})

test('data §3.10 select: settings', () => {
  const check = (options: Partial<SelectOptions>): unknown =>
    select.checkOptions({ ...one, ...options }, settingsContext())
  expect(check({})).toBeUndefined()
  expect(check({ maxSelect: 0 })).toBeUndefined()
  expect(check({ values: [] })).toStrictEqual({
    values: expect.objectContaining({ code: 'validation_required' }),
  })
  expect(check({ maxSelect: 4 })).toMatchObject({
    maxSelect: { code: 'validation_max_less_equal_than_required', params: { threshold: 3 } },
  })
  expect(check({ maxSelect: -1 })).toMatchObject({
    maxSelect: { code: 'validation_min_greater_equal_than_required' },
  })
})

test('data §3.16 modifiers of lists: append, prepend, remove; a single one keeps the last', () => {
  const { append, prepend, remove } = select.modifiers ?? {}
  expect(append?.(['a'], ['b', 'a'], two)).toStrictEqual(['a', 'b'])
  expect(prepend?.(['a'], 'b', two)).toStrictEqual(['b', 'a'])
  expect(remove?.(['a', 'b'], '["a"]', two)).toStrictEqual(['b'])
  expect(append?.('a', 'b', one)).toBe('b')
  expect(append?.('a', '', one)).toBe('a')
  expect(prepend?.('a', 'b', one)).toBe('a')
  expect(prepend?.('', 'b', one)).toBe('b')
  expect(remove?.('a', ['a', 'b'], one)).toBe('')
})

test('data §7.6 lists: cells of another time, of one or of several', () => {
  expect(select.fromCell('["a","b"]', one)).toBe('b')
  expect(select.fromCell('a', one)).toBe('a')
  for (const nothing of ['', null, '[]']) expect(select.fromCell(nothing, two)).toStrictEqual([])
  expect(select.fromCell('a', two)).toStrictEqual(['a'])
  expect(select.fromCell('["a","b"]', two)).toStrictEqual(['a', 'b'])
  expect(select.toCell(['a', '"'], two)).toBe('["a","\\""]')
})

test('data §3.1 lists: a column of text, or of JSON beyond one', () => {
  expect([0, 1, 2].map((maxSelect) => select.column({ ...one, maxSelect }))).toStrictEqual([
    'text',
    'text',
    'list',
  ])
  expect([0, 1, 2].map((maxSelect) => select.kind({ ...one, maxSelect }))).toStrictEqual([
    'text',
    'text',
    'list',
  ])
})

test('the TypeScript of a select names its choices', () => {
  expect(select.typescript(one)).toBe('"" | "a" | "b" | "c"')
  expect(select.typescript(two)).toBe('("a" | "b" | "c")[]')
})
