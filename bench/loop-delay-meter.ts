import { renameSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/*
 * Loaded into a server by `loop-delay.ts`: counts between two signals, and answers each with how many there were and the
 * delay in ms that 99 of 100 turns stayed under.
 */
const NANOSECONDS = 1_000_000

const file = new URL(import.meta.url).searchParams.get('file')
if (file === null) throw new Error('The meter needs a file.')

const delays = monitorEventLoopDelay({ resolution: 1 })
let signals = 0
process.on('SIGUSR2', () => {
  signals += 1
  if (signals % 2 === 1) delays.enable()
  else delays.disable()
  writeFileSync(`${file}.new`, `${signals} ${delays.percentile(99) / NANOSECONDS}`)
  renameSync(`${file}.new`, file)
})
