import { expect, test } from 'vitest'
import { mannWhitney } from './mann-whitney.ts'

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i)

test('two samples of the same values cannot be told apart', () => {
  expect(mannWhitney(range(0, 50), range(0, 50))).toBeCloseTo(1, 6)
  expect(mannWhitney(Array(30).fill(7), Array(30).fill(7))).toBe(1)
})

test('the probability is that of the normal distribution', () => {
  // U is 50·50/2 off by 500: z = 500 / sqrt(50·50·101/12) = 3.4469, of which 0.000567 lies outside.
  const [left, right] = [range(0, 50).map((i) => i * 100), range(0, 50).map((i) => i * 100 + 1000.5)]
  const u = left.reduce((sum, l) => sum + right.filter((r) => r < l).length, 0)
  const z = Math.abs(u - 1250) / Math.sqrt((2500 * 101) / 12)
  expect(z).toBeGreaterThan(2)
  expect(mannWhitney(left, right)).toBeCloseTo(twoSided(z), 5)
})

test('a shift of all values is seen whichever side it is on', () => {
  expect(mannWhitney(range(0, 100), range(200, 100))).toBeLessThan(1e-6)
  expect(mannWhitney(range(200, 100), range(0, 100))).toBeLessThan(1e-6)
})

/** By adding up the density in small steps. */
function twoSided(z: number): number {
  const step = 1e-4
  let sum = 0
  for (let x = z; x < 10; x += step) sum += Math.exp(-((x + step / 2) ** 2) / 2) * step
  return (2 * sum) / Math.sqrt(2 * Math.PI)
}
