import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runUpload, type UploadResult } from './upload-loop.ts'

/*
 * The short form of `npm run faults -- --only upload`.
 */
const MIB = 1024 * 1024

async function upload(plant?: URL): Promise<UploadResult> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-upload-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return runUpload({ dir, bytes: 256 * MIB, ...(plant && { plant }) })
}

test.skipIf(process.platform !== 'linux')(
  'F4 a file of 256 MiB goes through a server that was just started in less than 64 MiB of memory',
  async () => {
    const { status, grown } = await upload()
    expect(status).toBe(200)
    expect(grown / MIB).toBeLessThan(64)
  },
  120_000,
)

test.skipIf(process.platform !== 'linux')(
  'F4 control: pieces that are kept are found',
  async () => {
    const { status, grown } = await upload(new URL('./plant-keeping.ts', import.meta.url))
    expect(status).toBe(200)
    expect(grown / MIB).toBeGreaterThan(200)
  },
  120_000,
)
