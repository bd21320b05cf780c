import { expect, test } from 'vitest'
import { hasEvent, namedCollections, toggleEvent } from './event-choice.ts'

test('a change is added and taken away, and all three of a collection are one', () => {
  const one = toggleEvent(['*'], 'orders', 'create')
  expect(one).toEqual(['orders.create'])
  const two = toggleEvent(one, 'orders', 'delete')
  expect(two).toEqual(['orders.create', 'orders.delete'])
  const all = toggleEvent([...two, 'users.update'], 'orders', 'update')
  expect(all).toEqual(['users.update', 'orders.*'])
  expect(hasEvent(all, 'orders', 'delete')).toBe(true)
  expect(hasEvent(all, 'users', 'delete')).toBe(false)
  expect(toggleEvent(all, 'orders', 'create')).toEqual(['users.update', 'orders.update', 'orders.delete'])
  expect(toggleEvent(['orders.create'], 'orders', 'create')).toEqual([])
  expect(namedCollections([...all, 'orders.create', '*'])).toEqual(['orders', 'users'])
})
