import { join } from 'node:path'
import { runBench } from './bench.ts'
import { runGrowthBench } from './growth.ts'
import { HELP, readOptions } from './options.ts'
import { runRealtimeBench } from './realtime.ts'

/*
 * `npm run bench`. The method and the goals are those of performance.md, §0 and §11.
 */
const args = process.argv.slice(2)
const special = new Map([
  ['realtime', runRealtimeBench],
  ['growth', runGrowthBench],
]).get(args[0] ?? '')
const options = special ? undefined : readOptions(args)
if (special) {
  if (!(await special(join(import.meta.dirname, `results/${args[0]}.json`)))) process.exitCode = 1
} else if (options) {
  const file = join(import.meta.dirname, 'results/latest.json')
  const missed = (await runBench(options, file)).filter(({ isGood }) => !isGood)
  for (const { title, ratio, goal } of missed) console.log(`${title}: ${ratio.toFixed(2)} is under ${goal}.`)
  if (missed.length > 0 && options.hasGate) process.exitCode = 1
} else {
  console.log(HELP)
}
