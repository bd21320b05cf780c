import { expect, test } from 'vitest'
import { bool } from './bool.ts'

test('data §3.4 bool: the words for yes, numbers other than 0, and nothing else', () => {
  for (const yes of [true, '1', 't', 'T', 'true', 'TRUE', 'True', 1, -0.5])
    expect(bool.normalise(yes, {})).toBe(true)
  for (const no of [false, '0', 'f', 'yes', 'tRUE', '', 0, null, undefined, [], {}, [true]]) {
    expect(bool.normalise(no, {})).toBe(false)
  }
})

test('data §3.4 bool: required means yes', () => {
  expect(bool.isEmpty(false)).toBe(true)
  expect(bool.isEmpty(true)).toBe(false)
})
