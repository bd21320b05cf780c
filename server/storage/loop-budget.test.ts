import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { loopBudget } from './loop-budget.ts'
import { paceFunction } from './pace.ts'

/** A read of 200 looks at the clock, each of which finds it so much later, with so much work done. */
function readWith({ clock, work }: { readonly clock: number; readonly work: number }): unknown {
  const db = new Database(':memory:')
  let now = 0
  let worked = 0
  const steady = (): number => (now += clock)
  const { within } = loopBudget(db, { steady }, () => (worked += work))
  const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)'
  return within(() => db.prepare(`${numbers} SELECT count(*) FROM n WHERE ${paceFunction}()`).pluck().get())
}

test('a read that works for too long is given up', () => {
  expect(readWith({ clock: 1, work: 1 })).toBeUndefined()
})

test('a read during which the machine was busy with others answers all the same', () => {
  expect(readWith({ clock: 50, work: 0.001 })).toBe(200)
})

test('a short read is not asked what it has worked', () => {
  expect(readWith({ clock: 0.001, work: 1000 })).toBe(200)
})
