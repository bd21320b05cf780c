import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runLongReader } from './long-reader-loop.ts'

/*
 * The short form of `npm run faults -- --only long-reader`: less time, and a bound between what is written (35 MiB, which
 * the control keeps) and the 10 to 17 MiB that are there while other tests keep the processor.
 */
const SHORT = { seconds: 3, perSecond: 1000, mostMiB: 24 }

function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-long-reader-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

test('O5 the WAL stays small beside an export whose reader is slow', async () => {
  const { faults } = await runLongReader({ ...SHORT, dir: temporaryDir() })
  expect(faults).toEqual([])
}, 60_000)

test('O5 control: beside a reader that holds one state of the data, the metric says how the WAL grows', async () => {
  const { faults } = await runLongReader({ ...SHORT, dir: temporaryDir(), plant: 'snapshot' })
  expect(faults.join()).toContain('the WAL became')
}, 60_000)
