import { styleText } from 'node:util'
import { type CutOptions, runCuts } from './realtime-loop.ts'

const CROWD = { clients: 200, writesPerSecond: 500 }

/** The honest loop, and the controls that have to find something in a smaller one. */
const trials: readonly [name: string, share: number, plant?: CutOptions['plant']][] = [
  ['cuts', 1],
  ['cuts, control A: no cursor', 0.1, 'no cursor'],
  ['cuts, control C: no rules in a replay', 0.1, 'no rules'],
]

/**
 * Breaks the links of 200 clients at 500 writes a second so many times; answers whether all is as it has to be.
 *
 * @example await runRealtime(1000)
 */
export async function runRealtime(cuts: number): Promise<boolean> {
  let isWell = true
  for (const [name, share, plant] of trials) {
    const options = { ...CROWD, cuts: Math.ceil(cuts * share), ...(plant ? { plant } : {}) }
    const began = performance.now()
    const result = await runCuts(options)
    const isAsItHasToBe = plant ? result.faults.length > 0 : result.faults.length === 0
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    const figures = `${result.cuts} cuts, ${result.writes} writes, ${result.events} events in ${seconds} s`
    const faults = `${result.faults.length} faults${plant && isAsItHasToBe ? ', as it has to be' : ''}`
    console.log(styleText(isAsItHasToBe ? 'green' : 'red', `${name}: ${figures}: ${faults}`))
    if (!isAsItHasToBe) for (const fault of result.faults.slice(0, 20)) console.log(`  ${fault}`)
    isWell &&= isAsItHasToBe
  }
  return isWell
}
