import { expect, test } from 'vitest'
import { isJsonObject, jsonOf } from './json.ts'

test('a text is its JSON value, or nothing', () => {
  expect(jsonOf('{"a":[1]}')).toEqual({ a: [1] })
  expect(jsonOf('null')).toBeNull()
  for (const text of ['', '{"a":', 'undefined', "{'a':1}"]) expect(jsonOf(text)).toBeUndefined()
})

test('an object is neither null nor a list nor a scalar', () => {
  expect([{}, { a: 1 }, Object.create(null)].map(isJsonObject)).toEqual([true, true, true])
  expect([null, [], 'a', 1, true, undefined].map(isJsonObject)).toEqual(Array(6).fill(false))
})
