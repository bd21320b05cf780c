import { expect, test } from 'vitest'
import { patience } from './patience.ts'

test('reads may go far again once what was wasted is a twentieth of the time', () => {
  const { rows, waste } = patience()
  const usual = rows(0)
  for (let i = 0; i < 10; i++) waste(i, 5)
  expect(rows(9)).toBe(usual)
  for (let i = 10; i < 20; i++) waste(i, 5)
  const hurried = rows(19)
  expect(hurried).toBeLessThan(usual / 10)
  expect(rows(900)).toBe(hurried)
  expect(rows(1100)).toBe(usual)
})

test('in a hurry there is still room for a page that an index leads to', () => {
  const { rows, waste } = patience()
  for (let i = 0; i < 100; i++) waste(i, 8)
  // One row in 16 is counted: a page of thirty, half of which a rule lets pass, takes four.
  expect(rows(100)).toBeGreaterThan(4 * 10)
})
