import { expect, test } from 'vitest'
import { runSlow } from './slow-loop.ts'

/*
 * The short form of `npm run faults -- --only slow`.
 */
const SHORT = { clients: 60, slow: 6, perSecond: 100, changes: 200, bytes: 65_536, rounds: 1 }

test('who stops reading is closed and comes back without loss, and the others do not notice', async () => {
  const { faults } = await runSlow(SHORT)
  expect(faults).toEqual([])
}, 90_000)

test('control: where nobody is closed, what waits grows and is found', async () => {
  const { faults } = await runSlow({ ...SHORT, plant: 'no cap' })
  expect(faults.join()).toContain('6 slow readers are not closed')
  expect(faults.join()).toContain('waited for 6 slow readers')
}, 90_000)
