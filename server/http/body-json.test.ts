import { expect, test } from 'vitest'
import { parseJsonBody } from './body-json.ts'

const refusal = expect.objectContaining({ code: 'body_malformed', status: 400 })

test.each([
  ['{"a":1} and more', { a: 1 }],
  ['{"a":"}"}{"b":2}', { a: '}' }],
  [' \r\n[1,[2,"]"]] ]', [1, [2, ']']]],
  ['{"a":"\\"}"},', { a: '"}' }],
  ['{}{', {}],
  ['null {"a":1}', null],
  ['"a b" c', 'a b'],
  ['7\n8', 7],
  ['{"a":1}', { a: 1 }],
])('data §1.6 only the first value counts: %j', (text, value) => {
  expect(parseJsonBody(text)).toEqual(value)
})

test.each([' ', '{', '{"a":1', '{"a":}}', "{'a':1}", 'nullx', '{"a":"b}', 'undefined', '[1}', '\u0000{}'])(
  'data §1.6 what begins with no value is refused: %j',
  (text) => {
    expect(() => parseJsonBody(text)).toThrow(refusal)
  },
)

test('data §1.6 a thousand levels are read, more are refused', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  expect(() => parseJsonBody(nested(1000))).not.toThrow()
  expect(() => parseJsonBody(nested(1100))).toThrow(refusal)
})

// The bounds are far above what is needed (milliseconds) and far below what a quadratic scan or a deep parse takes.
test.each<[string, string, unknown]>([
  ['levels', '['.repeat(16_000_000), refusal],
  ['levels behind a value', `{"a":1}${'['.repeat(16_000_000)}`, refusal],
  ['a long tail', `{"a":1}${'x'.repeat(16_000_000)}`, { a: 1 }],
  ['a long broken value', `[${'{"a":"b"},'.repeat(1_500_000)}`, refusal],
  ['an open text', `{"a":"${'\\"'.repeat(8_000_000)}`, refusal],
])('data §1.6 hostile JSON is judged in linear time: %s', (_, text, expected) => {
  const start = performance.now()
  const outcome = outcomeOf(text)
  expect(performance.now() - start).toBeLessThan(3000)
  expect(outcome).toEqual(expected)
})

function outcomeOf(text: string): unknown {
  try {
    return parseJsonBody(text)
  } catch (error) {
    return error
  }
}
