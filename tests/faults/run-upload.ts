import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { runUpload } from './upload-loop.ts'

const MIB = 1024 * 1024
const BYTES = 1024 * MIB
const MOST_GROWN = 64 * MIB

/**
 * Sends a file of 1 GiB to a server that has just been started; answers whether its memory grew by less than 64 MiB,
 * and the control is found.
 *
 * @example await runUploads()
 */
export async function runUploads(): Promise<boolean> {
  let isWell = true
  for (const isControl of [false, true]) {
    const dir = mkdtempSync(join(tmpdir(), 'dapur-upload-'))
    try {
      const plant = isControl ? { plant: new URL('./plant-keeping.ts', import.meta.url) } : {}
      const { status, grown, ms } = await runUpload({ dir, bytes: BYTES, ...plant })
      const isGood = status === 200 && grown > MOST_GROWN === isControl
      const name = isControl ? 'upload of 1 GiB, control: its pieces are kept' : 'upload of 1 GiB'
      const figures = `${status} in ${(ms / 1000).toFixed(1)} s, ${(grown / MIB).toFixed(0)} MiB more memory`
      console.log(styleText(isGood ? 'green' : 'red', `${name}: ${figures}`))
      isWell &&= isGood
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }
  return isWell
}
