import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type FewFilesResult, runFewFiles } from './few-files-loop.ts'

/*
 * The short form of `npm run faults -- --only few-files`.
 */
const SHORT = { files: 256, sockets: 400, writers: 4, attackMs: 3000, aloneMs: 500, recoversWithinMs: 1500 }

async function takeFiles(plant?: URL): Promise<FewFilesResult> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-few-files-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return runFewFiles({ ...SHORT, dir, ...(plant && { plant }) })
}

test.skipIf(process.platform !== 'linux')(
  'O12 a server whose files are all taken turns away whom it has no room for, and fails nobody else',
  async () => {
    const { faults } = await takeFiles()
    expect(faults).toEqual([])
  },
  60_000,
)

test.skipIf(process.platform !== 'linux')(
  'O12 control: a server that does not count its connections fails, and is found',
  async () => {
    const { faults } = await takeFiles(new URL('./plant-uncounted.ts', import.meta.url))
    expect(faults.join('\n')).toContain('answered with 500')
  },
  60_000,
)
