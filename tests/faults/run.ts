import { parseArgs, styleText } from 'node:util'
import { findFault, prepareTrials, type Trial } from './trials.ts'

const HELP = `npm run faults -- [options]

Kills a server under 32 writers, again and again, and looks for acknowledged records that are gone.

  --rounds N      kills per loop, 10 when nothing is said; controls get as many
  --writers N     32 when nothing is said
  --only LOOP     kill or power
  --help          this text`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    writers: { type: 'string', default: '32' },
    only: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})
if (values.help) console.log(HELP)
else await runAll(Number(values.rounds), Number(values.writers), values.only)

async function runAll(rounds: number, writers: number, only: string | undefined): Promise<void> {
  if (!(rounds > 0 && writers > 0)) throw new Error('--rounds and --writers take numbers above 0.')
  if (only !== undefined && only !== 'kill' && only !== 'power')
    throw new Error('--only takes kill or power.')
  const trials = await prepareTrials()
  try {
    const chosen = [...(only === 'power' ? [] : trials.kill), ...(only === 'kill' ? [] : trials.power)]
    if (only !== 'kill' && trials.power.length === 0)
      console.log('The power cut is left out: it needs Linux and gcc.')
    for (const trial of chosen) await runOne(trial, rounds, writers)
  } finally {
    trials.remove()
  }
}

async function runOne(trial: Trial, rounds: number, writers: number): Promise<void> {
  console.log(styleText('bold', `\n${trial.name}`))
  const result = await trial.run({ rounds, writers, report: (line) => console.log(`  ${line}`) })
  const fault = findFault(trial, result)
  const slowest = Math.round(Math.max(...result.readyMs))
  const summary = `${result.acknowledged} acknowledged, ${result.lost} lost, healthy within ${slowest} ms`
  if (fault === undefined) {
    const verdict = trial.isControl ? 'found, as it has to be' : 'nothing lost'
    console.log(styleText('green', `  ${summary}: ${verdict}`))
    return
  }
  console.log(styleText('red', `  ${summary}: ${fault}`))
  process.exitCode = 1
}
