import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { type RestlessOptions, runRestless } from './restless-loop.ts'

const CROWD = { restless: 16, survivors: 2, perSecond: 1500 }
const CONTROL_MS = 10_000

/** What the controls have to find, in these words. */
const controls: readonly [name: string, plant: URL, words: string][] = [
  ['one in 500 is not sent', new URL('./plant-missing.ts', import.meta.url), 'were missed'],
  ['a promise is rejected', new URL('./plant-rejecting.ts', import.meta.url), 'the server died'],
]

/**
 * Lets 16 come, change their minds and go at random beside six who stay, for so many ms; answers whether those heard of
 * everything that they may see, and the controls are found.
 *
 * @example await runAllRestless(300_000)
 */
export async function runAllRestless(ms: number): Promise<boolean> {
  let isWell = await runOne('restless', { ...CROWD, ms })
  for (const [name, plant, words] of controls)
    if (!(await runOne(`restless, control: ${name}`, { ...CROWD, ms: CONTROL_MS, plant }, words)))
      isWell = false
  return isWell
}

async function runOne(name: string, options: Omit<RestlessOptions, 'dir'>, words = ''): Promise<boolean> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-restless-'))
  try {
    const { written, perSecond, came, faults } = await runRestless({ ...options, dir })
    const isFound = faults.some((fault) => fault.includes(words))
    const isGood = options.plant ? isFound : faults.length === 0
    const figures = `${written} records, ${perSecond.toFixed(0)} events/s heard by who stays, ${came} came and went`
    console.log(styleText(isGood ? 'green' : 'red', `${name}: ${figures}: ${faults.length} faults`))
    if (!isGood) for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`)
    return isGood
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
