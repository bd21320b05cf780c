import { expect, test } from 'vitest'
import { bag, bagOf } from './bag.ts'

test('a bag inherits nothing, and a dangerous name is a name like any other', () => {
  const values = bag<unknown>()
  expect(values['constructor']).toBeUndefined()
  expect('toString' in values).toBe(false)
  values['__proto__'] = { isAdmin: true }
  values['constructor'] = 1
  expect(values['isAdmin']).toBeUndefined()
  expect(Object.keys(values)).toEqual(['__proto__', 'constructor'])
  expect(bag<unknown>()['constructor']).toBeUndefined()
})

test('what bags inherit from cannot be written to', () => {
  const shared: unknown = Object.getPrototypeOf(bag())
  expect(Object.isFrozen(shared)).toBe(true)
  expect(Object.getPrototypeOf(shared)).toBeNull()
})

test('a copy has the same values and is another object', () => {
  const values = { a: 1 }
  const copy = bagOf(values)
  copy['a'] = 2
  expect([values.a, copy['a']]).toEqual([1, 2])
})
