import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { type LongReaderResult, runLongReader } from './long-reader-loop.ts'

/** The bound of the reliability plan, for the honest run and for the control. */
const USUAL = { perSecond: 1000, mostMiB: 256 }
/** Enough for the control to pass the bound. */
const CONTROL_SECONDS = 60

/**
 * Writes beside a slow export for so many minutes; answers whether the WAL stays small, and the control is found.
 *
 * @example await runLongReaders(10)
 */
export async function runLongReaders(minutes: number): Promise<boolean> {
  const honest = await inFolder(minutes * 60)
  report('long reader', honest, honest.faults.length === 0)
  const control = await inFolder(CONTROL_SECONDS, 'snapshot')
  const isFound = control.faults.some((fault) => fault.includes('the WAL became'))
  report('long reader, control: snapshot', control, isFound)
  return honest.faults.length === 0 && isFound
}

async function inFolder(seconds: number, plant?: 'snapshot'): Promise<LongReaderResult> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-long-reader-'))
  try {
    return await runLongReader({ ...USUAL, dir, seconds, plant })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function report(
  name: string,
  { largestMiB, writes, readMiB, faults }: LongReaderResult,
  isGood: boolean,
): void {
  const figures = `${writes} writes, ${readMiB.toFixed(0)} MiB exported, WAL at most ${largestMiB.toFixed(0)} MiB`
  console.log(styleText(isGood ? 'green' : 'red', `${name}: ${figures}: ${faults.length} faults`))
  if (!isGood) for (const fault of faults) console.log(`  ${fault}`)
}
