import { expect, test } from 'vitest'
import { runSlips } from './slips.ts'

test('who loses a right hears nothing that is written after the server has said so, in seven ways', async () => {
  const { events, slips } = await runSlips({ changes: 7 })
  expect(slips).toEqual([])
  expect(events).toBeGreaterThanOrEqual(7)
}, 60_000)

test('control: where nothing is taken away, every change is found', async () => {
  const { slips } = await runSlips({ changes: 7, plant: 'nothing changes' })
  expect(slips).toHaveLength(7)
}, 60_000)
