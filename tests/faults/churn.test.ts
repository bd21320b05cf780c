import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runChurn } from './churn-loop.ts'

/*
 * The short form of `npm run faults -- --only churn`. A server that was just started lets go of megabytes of its own: of
 * bytes only the long form tells little.
 */
async function churn(plant?: URL, visitors = 800): Promise<string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-churn-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const options = { dir, visitors, rounds: 2, crowd: 200, mostGrown: 0.1 }
  const { faults } = await runChurn({ ...options, ...(plant ? { plant } : {}) })
  return [...faults]
}

test.skipIf(process.platform !== 'linux')(
  'W8 of who comes and goes nothing is left, and every open socket is told of the end',
  async () => {
    expect(await churn()).toEqual([])
  },
  90_000,
)

test.skipIf(process.platform !== 'linux')(
  'control: requests and files that are kept are found',
  async () => {
    const plant = new URL('./plant-leaking.ts', import.meta.url)
    const faults = (await churn(plant)).join('\n')
    expect(faults).toContain('sockets and requests are kept')
    expect(faults).toContain('files are open')
  },
  90_000,
)

test.skipIf(process.platform !== 'linux')(
  'control: sockets that nobody closes hold up the end, which is found',
  async () => {
    const faults = (await churn(new URL('./plant-hanging.ts', import.meta.url), 8)).join('\n')
    expect(faults).toContain('did not stop well')
    expect(faults).toContain('were not told 1001')
  },
  90_000,
)
