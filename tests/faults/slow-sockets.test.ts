import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runSlowSockets } from './slow-sockets-loop.ts'

/*
 * The short form of `npm run faults -- --only slow-sockets`. That slow clients are cut is tried in
 * `server/tests/slow-bodies.test.ts`, with a server that waits less.
 */
const SHORT = { sockets: 1000, everyMs: 1000, stayMs: 4000, aloneMs: 500 }
/** Other tests run beside this one: only a loop that stands still is a find here. */
const STOOD_STILL_MS = 1500

async function crowd(plant?: URL): Promise<readonly string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-slow-sockets-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const { faults } = await runSlowSockets({
    ...SHORT,
    dir,
    mostP99Ms: STOOD_STILL_MS,
    ...(plant && { plant }),
  })
  return faults
}

test('H2 a thousand clients that send their headers slowly hold up nobody else', async () => {
  expect(await crowd()).toEqual([])
}, 60_000)

test('H2 control: a loop that stands still beside them is found', async () => {
  const faults = await crowd(new URL('./plant-crowd-stops.ts', import.meta.url))
  expect(faults.join()).toContain('health took')
}, 60_000)
