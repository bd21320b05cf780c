import { expect, test, vi } from 'vitest'
import { evenTime } from './even-time.ts'

/** How long a piece of work takes, at a door that keeps the beat. */
async function tookOf(ms: number, outcome: 'well' | 'badly'): Promise<number> {
  // Moves on a little with each look, as the real one does.
  let looks = 0
  const clock = { steady: () => Date.now() + ++looks / 10 }
  const began = clock.steady()
  const answer = evenTime(async () => {
    await new Promise((resolve) => setTimeout(resolve, ms))
    if (outcome === 'badly') throw new Error('no')
  }, clock)
  const settled = answer.then(
    () => 'well',
    () => 'badly',
  )
  await vi.runAllTimersAsync()
  expect(await settled).toBe(outcome)
  return Math.floor(clock.steady() - began)
}

test('what ends early and what ends late within a beat cannot be told apart, nor what ends badly', async () => {
  vi.useFakeTimers()
  try {
    for (const ms of [1, 5, 24])
      expect([await tookOf(ms, 'well'), await tookOf(ms, 'badly')]).toEqual([25, 25])
    expect(await tookOf(26, 'well')).toBe(50)
  } finally {
    vi.useRealTimers()
  }
})
