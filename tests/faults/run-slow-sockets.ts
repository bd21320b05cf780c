import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { runSlowSockets, type SlowSocketsOptions, type SlowSocketsResult } from './slow-sockets-loop.ts'

const CROWD = { sockets: 5000, everyMs: 10_000, stayMs: 30_000, aloneMs: 3000 }
/** Enough for the controls to find what they plant. */
const FEW = { ...CROWD, sockets: 500, stayMs: 20_000 }

/**
 * Lets 5,000 clients send a byte of their headers every ten seconds; answers whether all is as it has to be, and the
 * controls are found.
 *
 * @example await runAllSlowSockets()
 */
export async function runAllSlowSockets(): Promise<boolean> {
  const isWell = await runOne('slow sockets', CROWD)
  const patient = { ...FEW, plant: new URL('./plant-patient.ts', import.meta.url) }
  const isPatienceFound = await runOne(
    'slow sockets, control: headers may take for ever',
    patient,
    'were cut',
  )
  const standing = { ...FEW, plant: new URL('./plant-crowd-stops.ts', import.meta.url) }
  const isTimeFound = await runOne('slow sockets, control: the loop stands still', standing, 'health took')
  return isWell && isPatienceFound && isTimeFound
}

/** @param wanted what a control has to find */
async function runOne(
  name: string,
  options: Omit<SlowSocketsOptions, 'dir'>,
  wanted?: string,
): Promise<boolean> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-slow-sockets-'))
  try {
    const result = await runSlowSockets({ ...options, dir })
    const isGood =
      wanted === undefined
        ? result.faults.length === 0
        : result.faults.some((fault) => fault.includes(wanted))
    console.log(styleText(isGood ? 'green' : 'red', `${name}: ${describe(result)}`))
    if (!isGood) for (const fault of result.faults) console.log(`  ${fault}`)
    return isGood
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function describe({ entered, cut, longestMs, p99, aloneP99, slowest, faults }: SlowSocketsResult): string {
  return (
    `${entered} let in, ${cut} cut, the longest after ${(longestMs / 1000).toFixed(1)} s, health ${p99.toFixed(0)} ms ` +
    `at p99 (${aloneP99.toFixed(0)} before, at most ${slowest.toFixed(0)}): ${faults.length} faults`
  )
}
