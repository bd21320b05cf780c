import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type RestlessOptions, runRestless, type RestlessResult } from './restless-loop.ts'

/*
 * The short form of the second half of `npm run faults -- --only churn`.
 */
function restless(options: Partial<RestlessOptions> = {}): Promise<RestlessResult> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-restless-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return runRestless({ dir, restless: 8, survivors: 1, perSecond: 500, ms: 4000, ...options })
}

test('W7 who stays hears of everything while others come and go at random and hooks throw', async () => {
  const { faults, written, came } = await restless()
  expect(faults).toEqual([])
  expect(written).toBeGreaterThan(200)
  expect(came).toBeGreaterThan(20)
}, 90_000)

test('control: an event that is not sent is missed', async () => {
  const { faults } = await restless({ plant: new URL('./plant-missing.ts', import.meta.url) })
  expect(faults.join('\n')).toContain('were missed')
}, 90_000)

test('control: a promise that is rejected, and that nobody waits for, is found', async () => {
  const { faults } = await restless({ plant: new URL('./plant-rejecting.ts', import.meta.url) })
  expect(faults.join('\n')).toContain('the server died')
}, 90_000)
