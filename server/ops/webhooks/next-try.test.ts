import { expect, test } from 'vitest'
import { nextTry } from './next-try.ts'

const HOUR = 3_600_000

test('pauses grow from seconds to hours, come to three days, and end', () => {
  let now = 0
  const pauses: number[] = []
  for (let attempts = 1; ; attempts++) {
    const next = nextTry(attempts, now)
    if (next === undefined) break
    pauses.push(next - now)
    now = next
  }
  expect(pauses).toHaveLength(19)
  expect(pauses[0]).toBeGreaterThanOrEqual(4000)
  expect(pauses[0]).toBeLessThanOrEqual(6000)
  expect(Math.max(...pauses)).toBeLessThanOrEqual(7.2 * HOUR)
  expect(now / HOUR).toBeGreaterThan(58)
  expect(now / HOUR).toBeLessThan(90)
})

test('what failed together does not come together', () => {
  expect(new Set(Array.from({ length: 50 }, () => nextTry(9, 0))).size).toBeGreaterThan(25)
})
