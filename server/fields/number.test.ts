import { expect, test } from 'vitest'
import { number, type NumberOptions } from './number.ts'
import { checkContext, settingsContext } from './scratch-database.suite.ts'

const free: NumberOptions = { min: null, max: null, onlyInt: false }

async function codeOf(input: unknown, options: Partial<NumberOptions> = {}): Promise<string | undefined> {
  const all = { ...free, ...options }
  return (await number.check(number.normalise(input, all), all, checkContext()))?.code
}

test('data §3.3 number: normalise to a float, silently 0 where nothing can be read', () => {
  const rows: [unknown, number][] = [
    [5, 5],
    ['5', 5],
    ['-5.25', -5.25],
    ['+1', 1],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1e999', 0],
    [' 1', 0],
    ['1_000', 0],
    ['0x10', 0],
    ['abc', 0],
    ['', 0],
    [null, 0],
    [true, 1],
    [false, 0],
    [[1], 0],
    [{ a: 1 }, 0],
  ]
  for (const [input, value] of rows) expect(number.normalise(input, free)).toBe(value)
  expect(Object.is(number.normalise(-0, free), 0)).toBe(true)
})

test('data §3.3 number: infinity and NaN are refused', async () => {
  for (const input of ['Infinity', '-inf', 'NaN', Number.POSITIVE_INFINITY, Number.NaN]) {
    expect(await codeOf(input)).toBe('validation_not_a_number')
  }
})

test('data §3.3 number: 0 is only checked by required', async () => {
  expect(await codeOf(0, { min: 5, max: -5 })).toBeUndefined()
  expect(number.isEmpty(0)).toBe(true)
})

test('data §3.3 number: onlyInt, then min, then max', async () => {
  expect(await codeOf(1.5, { onlyInt: true, min: 10 })).toBe('validation_only_int_constraint')
  expect(await codeOf(1, { onlyInt: true, min: 10, max: 0 })).toBe('validation_min_number_constraint')
  expect(await codeOf(11, { max: 10 })).toBe('validation_max_number_constraint')
  expect(await codeOf(-1, { min: 0 })).toBe('validation_min_number_constraint')
  expect(await codeOf(10, { min: 10, max: 10, onlyInt: true })).toBeUndefined()
  expect(await number.check(3, { ...free, min: 4.5 }, checkContext())).toMatchObject({ params: { min: 4.5 } })
  expect(await number.check(5, { ...free, max: 4.5 }, checkContext())).toMatchObject({ params: { max: 4.5 } })
})

test('data §3.3 number: settings', () => {
  const check = (options: Partial<NumberOptions>): unknown =>
    number.checkOptions({ ...free, ...options }, settingsContext())
  expect(check({ onlyInt: true, min: 0.5, max: 1.5 })).toMatchObject({
    min: { code: 'validation_only_int_constraint' },
    max: { code: 'validation_only_int_constraint' },
  })
  expect(check({ min: 5, max: 0 })).toMatchObject({
    max: { code: 'validation_min_greater_equal_than_required', params: { threshold: 5 } },
  })
  expect(check({ min: -5, max: 0 })).toBeUndefined()
})

test('data §3.16 modifiers of number add to and subtract from what is stored', () => {
  expect(number.modifiers?.append?.(2, '3', free)).toBe(5)
  expect(number.modifiers?.remove?.(2, 3, free)).toBe(-1)
  expect(number.modifiers?.append?.(2, 'x', free)).toBe(2)
  expect(number.modifiers?.prepend).toBeUndefined()
})
