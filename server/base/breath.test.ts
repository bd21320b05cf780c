import { expect, test } from 'vitest'
import { breath, firstBreath } from './breath.ts'

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Keep the loop busy. */
function spin(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

/** Begin with a turn in which nothing has happened yet. */
async function freshTurn(): Promise<void> {
  await nextTurn()
  await nextTurn()
}

test('a turn that is short is gone on with at once, one that was long is not', async () => {
  await freshTurn()
  expect(breath()).toBeUndefined()
  spin(2)
  let isOver = false
  void nextTurn().then(() => (isOver = true))
  const later = breath()
  expect(later).toBeInstanceOf(Promise)
  await later
  expect(isOver).toBe(true)
})

test('what many do by small steps is spread over many turns', async () => {
  await freshTurn()
  let steps = 0
  const most: number[] = []
  let isRunning = true
  const look = (): void => {
    most.push(steps)
    steps = 0
    if (isRunning) setImmediate(look)
  }
  setImmediate(look)
  const work = async (): Promise<void> => {
    for (let step = 0; step < 4; step++) {
      await breath()
      spin(0.7)
      steps++
    }
  }
  await Promise.all(Array.from({ length: 50 }, work))
  isRunning = false
  // Two steps of 0.7 ms are more than a slice; what began in the poll phase may add two.
  expect(Math.max(...most.slice(1))).toBeLessThanOrEqual(4)
  expect(most.reduce((sum, count) => sum + count, steps)).toBe(200)
})

test('who asked first goes on first, and what is under way before what is new', async () => {
  await freshTurn()
  void breath()
  spin(2)
  const order: string[] = []
  const note = (name: string, wait: Promise<void> | undefined): Promise<void> | undefined =>
    wait?.then(() => {
      order.push(name)
      spin(2)
    })
  await Promise.all([
    note('new 1', firstBreath()),
    note('going on 1', breath()),
    note('new 2', firstBreath()),
    note('going on 2', breath()),
  ])
  expect(order).toEqual(['going on 1', 'going on 2', 'new 1', 'new 2'])
})
