import { styleText } from 'node:util'
import { runSlow } from './slow-loop.ts'

const CROWD = { clients: 500, slow: 50, perSecond: 200, changes: 800, bytes: 8192 }

/**
 * Lets 50 of 500 clients stop reading so many times; answers whether all is as it has to be, and the control is found.
 *
 * @example await runSlowReaders(3)
 */
export async function runSlowReaders(rounds: number): Promise<boolean> {
  let isWell = true
  for (const isControl of [false, true]) {
    const result = await runSlow({ ...CROWD, rounds, ...(isControl ? { plant: 'no cap' } : {}) })
    const { faults, alone, beside, mostMiB, keptMiB } = result
    const isGood = faults.length > 0 === isControl
    const figures =
      `p95 ${alone.p95.toFixed(1)} ms without slow ones, ${beside.p95.toFixed(1)} ms beside them (p99 ` +
      `${alone.p99.toFixed(1)}, ${beside.p99.toFixed(1)}), at most ${mostMiB.toFixed(0)} MiB waited, ${keptMiB.toFixed(0)} MiB kept`
    const name = isControl ? 'slow readers, control: no cap' : 'slow readers'
    console.log(styleText(isGood ? 'green' : 'red', `${name}: ${figures}: ${faults.length} faults`))
    if (!isGood) for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`)
    isWell &&= isGood
  }
  return isWell
}
