import { parseArgs, styleText } from 'node:util'
import { type Race, races, runOneRace } from './races.ts'
import { runAllBombs } from './run-bombs.ts'
import { runAllFewFiles } from './run-few-files.ts'
import { runBackups, runRestores } from './run-backups.ts'
import { runChurns } from './run-churn.ts'
import { runLongReaders } from './run-long-reader.ts'
import { runRealtime } from './run-realtime.ts'
import { runAllRestless } from './run-restless.ts'
import { runAllSlips } from './run-slips.ts'
import { runAllSlowSockets } from './run-slow-sockets.ts'
import { runSlowReaders } from './run-slow.ts'
import { runSweep } from './run-sweep.ts'
import { runTimings } from './run-timings.ts'
import { runUploads } from './run-upload.ts'
import { findFault, prepareTrials, type Trial } from './trials.ts'

const HELP = `npm run faults -- [options]

Kills a server under 32 writers, again and again, and looks for acknowledged records that are gone. Then lets a hundred
at once use each value that is good for one use, and looks for a second winner. Then looks whether the time of an answer
tells if an account exists. Then makes backups under load, restores
each and looks whether it is one moment of the data, and kills restores. Then cuts off 200 clients that listen, and looks
whether each has in the end what it may see. Then takes rights away while others write, and looks who still hears.
Then lets 50 of 500 clients stop reading, and looks whether the others notice and these come back without loss.
Then lets 200,000 come to realtime and go, and stops the server while 1,000 are there; and looks
whether who stays misses anything while others come, change their minds and go at random, and hooks throw.
Then lets each call to the disk of seven acts fail, and looks what is there afterwards.
Then sends some 280 files that are to harm whoever opens them, and asks for thumbnails of all.
Then uploads 1 GiB to a server that was just started, and watches its memory.
Then exports slowly beside 1,000 writes a second, and watches how large the WAL becomes.
Then takes all its files and sockets away from a server that may have 256 of them.
Then lets 5,000 clients send a byte of their headers every ten seconds.

  --rounds N      kills per loop, 10 when nothing is said, and rounds per race, 50 then; controls get as many;
                  300 timings a door, 100 backups, 200 restores, 1,000 cuts, 1,000 rights, 5 rounds of slow readers and
                  20 of 10,000 who come and go, and of 15 s beside the restless, then;
                  10 minutes of a long reader;
                  a sweep takes so many calls of each act with each fault, and all when nothing is said
  --writers N     32 when nothing is said
  --only PART     kill, power, races, timing, backup, restore, realtime, slips, slow, churn, sweep, bombs,
                  upload, long-reader, few-files or slow-sockets
  --help          this text`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    writers: { type: 'string', default: '32' },
    only: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})
const parts = [
  'kill',
  'power',
  'races',
  'timing',
  'backup',
  'restore',
  'realtime',
  'slips',
  'slow',
  'churn',
  'sweep',
  'bombs',
  'upload',
  'long-reader',
  'few-files',
  'slow-sockets',
] as const
type Part = (typeof parts)[number]

if (values.help) console.log(HELP)
else await runAll(partsOf(values.only), values.rounds, Number(values.writers))

function partsOf(only: string | undefined): readonly Part[] {
  const chosen = parts.filter((part) => only === undefined || only === part)
  if (chosen.length === 0) throw new Error(`--only takes ${parts.join(', ')}.`)
  return chosen
}

async function runAll(chosen: readonly Part[], rounds: string | undefined, writers: number): Promise<void> {
  const [kills, laps] = [Number(rounds ?? 10), Number(rounds ?? 50)]
  if (!(kills > 0 && writers > 0)) throw new Error('--rounds and --writers take numbers above 0.')
  if (chosen.includes('kill') || chosen.includes('power')) await runTrials(chosen, kills, writers)
  if (chosen.includes('races')) for (const race of races) await raceOnce(race, laps)
  if (chosen.includes('timing') && !(await runTimings(Number(rounds ?? 300)))) process.exitCode = 1
  if (chosen.includes('backup') && !(await runBackups(Number(rounds ?? 100)))) process.exitCode = 1
  if (chosen.includes('restore') && !(await runRestores(Number(rounds ?? 200)))) process.exitCode = 1
  if (chosen.includes('slips') && !(await runAllSlips(Number(rounds ?? 1000)))) process.exitCode = 1
  if (chosen.includes('slow') && !(await runSlowReaders(Number(rounds ?? 5)))) process.exitCode = 1
  if (chosen.includes('churn') && !(await runChurns(Number(rounds ?? 20)))) process.exitCode = 1
  if (chosen.includes('churn') && !(await runAllRestless(Number(rounds ?? 20) * 15_000))) process.exitCode = 1
  if (chosen.includes('sweep') && !(await runSweep(Number(rounds ?? Infinity)))) process.exitCode = 1
  if (chosen.includes('upload') && !(await runUploads())) process.exitCode = 1
  if (chosen.includes('long-reader') && !(await runLongReaders(Number(rounds ?? 10)))) process.exitCode = 1
  if (chosen.includes('few-files') && !(await runAllFewFiles())) process.exitCode = 1
  if (chosen.includes('slow-sockets') && !(await runAllSlowSockets())) process.exitCode = 1
  if (chosen.includes('bombs') && !(await runAllBombs())) process.exitCode = 1
  if (chosen.includes('realtime') && !(await runRealtime(Number(rounds ?? 1000)))) process.exitCode = 1
}

async function runTrials(chosen: readonly Part[], rounds: number, writers: number): Promise<void> {
  const trials = await prepareTrials()
  try {
    if (chosen.includes('power') && trials.power.length === 0)
      console.log('The power cut is left out: it needs Linux and gcc.')
    if (chosen.includes('kill')) for (const trial of trials.kill) await runOne(trial, rounds, writers)
    if (chosen.includes('power')) for (const trial of trials.power) await runOne(trial, rounds, writers)
  } finally {
    trials.remove()
  }
}

async function raceOnce(race: Race, rounds: number): Promise<void> {
  const began = performance.now()
  const { winners, fault } = await runOneRace(race, rounds)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const summary = `${race.name}: ${winners.length} rounds of 100 in ${seconds} s`
  if (fault === undefined) {
    console.log(
      styleText('green', `${summary}, ${race.isControl ? 'found, as it has to be' : 'one winner each'}`),
    )
    return
  }
  console.log(styleText('red', `${summary}: ${fault}`))
  process.exitCode = 1
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
