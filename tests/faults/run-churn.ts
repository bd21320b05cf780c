import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { type ChurnOptions, runChurn } from './churn-loop.ts'

type Trial = Omit<ChurnOptions, 'dir' | 'report'>

/** What the controls have to find, in so many rounds and in these words. */
const controls: readonly [name: string, plant: URL, rounds: number, words: readonly string[]][] = [
  [
    'what comes is kept',
    new URL('./plant-leaking.ts', import.meta.url),
    9,
    ['more than at first', 'are kept', 'files are open'],
  ],
  [
    'nothing is closed',
    new URL('./plant-hanging.ts', import.meta.url),
    1,
    ['did not stop well', 'told 1001'],
  ],
]

/**
 * Lets 10,000 come to realtime and go, so many times, and stops the server under 1,000 sockets; answers whether nothing
 * is left of them, and the controls are found.
 *
 * @example await runChurns(20)
 */
export async function runChurns(rounds: number): Promise<boolean> {
  const whole = { visitors: 10_000, rounds, crowd: 1000, mostGrown: 0.02 }
  let isWell = await runOne('churn', whole)
  for (const [name, plant, few, words] of controls) {
    const trial = { ...whole, visitors: 2000, rounds: few, crowd: 100, plant }
    if (!(await runOne(`churn, control: ${name}`, trial, words))) isWell = false
  }
  return isWell
}

async function runOne(name: string, trial: Trial, words: readonly string[] = []): Promise<boolean> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-churn-'))
  const began = performance.now()
  try {
    const { grown, stopMs, faults } = await runChurn({
      ...trial,
      dir,
      report: (line) => console.log(`  ${line}`),
    })
    const isFound = words.every((word) => faults.some((fault) => fault.includes(word)))
    const isGood = trial.plant ? isFound : faults.length === 0
    const figures =
      `${trial.visitors * trial.rounds} visits in ${((performance.now() - began) / 1000).toFixed(0)} s, ` +
      `${(grown * 100).toFixed(2)} % more held, stopped in ${stopMs.toFixed(0)} ms`
    console.log(styleText(isGood ? 'green' : 'red', `${name}: ${figures}: ${faults.length} faults`))
    if (!isGood) for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`)
    return isGood
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
