import { styleText } from 'node:util'
import { runSlow, type SlowOptions, type SlowResult } from './slow-loop.ts'

const CROWD = { clients: 500, slow: 50, perSecond: 200, changes: 800, bytes: 8192 }
/** Enough for the controls to find what they plant. */
const FEW = { clients: 20, slow: 6, perSecond: 100, changes: 100, bytes: 131_072 }

/** The honest loop, and the controls that have to find something: in so many rounds, and in these words. */
const controls: readonly [plant: NonNullable<SlowOptions['plant']>, rounds: number, words: string][] = [
  ['no cap', 1, 'are not closed'],
  ['keep', 3, 'more are kept'],
  ['block', 1, 'the others waited'],
]

/**
 * Lets 50 of 500 clients stop reading so many times; answers whether all is as it has to be, and the controls are found.
 *
 * @example await runSlowReaders(5)
 */
export async function runSlowReaders(rounds: number): Promise<boolean> {
  const honest = await runSlow({ ...CROWD, rounds })
  let isWell = honest.faults.length === 0
  report('slow readers', honest, isWell)
  for (const [plant, few, words] of controls) {
    const result = await runSlow({ ...FEW, rounds: few, plant })
    const isFound = result.faults.some((fault) => fault.includes(words))
    report(`slow readers, control: ${plant}`, result, isFound)
    isWell &&= isFound
  }
  return isWell
}

function report(
  name: string,
  { faults, alone, beside, mostMiB, ...memory }: SlowResult,
  isGood: boolean,
): void {
  const figures =
    `p95 ${alone.p95.toFixed(1)} ms without slow ones, ${beside.p95.toFixed(1)} ms beside them (p99 ` +
    `${alone.p99.toFixed(1)}, ${beside.p99.toFixed(1)}), at most ${mostMiB.toFixed(0)} MiB waited; after the second round ` +
    `${memory.keptMiB.toFixed(1)} MiB more are held, and the process is ${memory.grownMiB.toFixed(1)} MiB larger`
  console.log(styleText(isGood ? 'green' : 'red', `${name}: ${figures}: ${faults.length} faults`))
  if (!isGood) for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`)
}
