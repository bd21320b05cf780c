import { expect, test } from 'vitest'
import { json } from './json.ts'
import { checkContext, settingsContext } from './scratch-database.suite.ts'

const options = { maxSize: 0 }

async function codeOf(input: unknown, maxSize = 0): Promise<string | undefined> {
  return (await json.check(json.normalise(input, { maxSize }), { maxSize }, checkContext()))?.code
}

test('data §3.13 json: texts that look like JSON and are JSON', () => {
  const rows: [unknown, string | null][] = [
    [null, null],
    [undefined, null],
    ['', '""'],
    ['null', null],
    ['true', 'true'],
    ['false', 'false'],
    ['123', '123'],
    ['-1.5e3', '-1500'],
    ['"123"', '"123"'],
    ['[1]', '[1]'],
    ['{"a": 1}', '{"a":1}'],
    ['truex', '"truex"'],
    [' 1', '" 1"'],
    ['1 2', '"1 2"'],
    ['[1', '"[1"'],
    ['-', '"-"'],
    ['text', '"text"'],
    [5, '5'],
    [false, 'false'],
    [{ a: [null] }, '{"a":[null]}'],
  ]
  for (const [input, cell] of rows)
    expect([input, json.toCell(json.normalise(input, options), options)]).toStrictEqual([input, cell])
})

test('data §3.13 json: what counts as empty', () => {
  for (const empty of [null, '', 'null', '""', [], {}, '[]', '{ }']) {
    expect(json.isEmpty(json.normalise(empty, options))).toBe(true)
  }
  for (const full of [0, false, ' ', [null], { a: null }])
    expect(json.isEmpty(json.normalise(full, options))).toBe(false)
})

test('data §3.13 json: bytes are counted, 1 MiB unless said', async () => {
  expect(await codeOf('öö', 6)).toBeUndefined()
  expect(await codeOf('öö', 5)).toBe('validation_json_size_limit')
  expect(await codeOf(12345, 4)).toBe('validation_json_size_limit')
  expect(await codeOf('a'.repeat(1024 * 1024 - 2))).toBeUndefined()
  expect(await codeOf('a'.repeat(1024 * 1024 - 1))).toBe('validation_json_size_limit')
  expect(json.bodyBudget?.(options)).toBe(1024 * 1024)
})

test('data §3.13 json: what cannot be kept as JSON is refused, also when it was only written too deep', async () => {
  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
  const parsed: unknown = JSON.parse(deep(5_000))
  const circle: unknown[] = []
  circle.push(circle)
  for (const input of [
    deep(1_001),
    parsed,
    circle,
    '1e999',
    [Number.NaN],
    { a: 1n },
    new Date(0),
    [() => 1],
  ]) {
    expect(await codeOf(input)).toBe('validation_invalid_json')
    expect(json.toCell(json.normalise(input, options), options)).toBeNull()
  }
  expect(await codeOf(deep(1_000))).toBeUndefined()
})

test('data §3.13 json: five million brackets are refused at once', async () => {
  const start = performance.now()
  expect(await codeOf('['.repeat(5_000_000))).toBe('validation_invalid_json')
  expect(performance.now() - start).toBeLessThan(500)
})

test('data §7.6 json: a cell that is no JSON is a text', () => {
  expect(json.fromCell('plain', options)).toBe('plain')
  expect(json.fromCell('{"a":1}', options)).toStrictEqual({ a: 1 })
  expect(json.fromCell('null', options)).toBeNull()
  expect(json.fromCell(null, options)).toBeNull()
  expect(json.fromCell(5, options)).toBe(5)
})

test('data §3.13 json: a key named __proto__ is a key', () => {
  const text = '{"__proto__":{"a":1}}'
  expect(json.toCell(json.normalise(text, options), options)).toBe(text)
})

test('data §3.13 json: settings', () => {
  expect(json.checkOptions({ maxSize: -1 }, settingsContext())).toMatchObject({
    maxSize: { code: 'validation_min_greater_equal_than_required' },
  })
})
