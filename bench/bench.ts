import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverFlags } from '../scripts/server-flags.mjs'
import { judge, type Verdict } from './judge.ts'
import { measure } from './measure.ts'
import type { Options } from './options.ts'
import { findPinning } from './pinning.ts'
import { profileFlags, readProfile } from './profile.ts'
import { printTable, writeReport } from './report.ts'
import { makeWorld } from './world.ts'

/** How many functions a profile shows. */
const SHOWN = 15

/**
 * Measures the chosen scenarios, prints the table and writes the report.
 *
 * @param file where the report goes
 * @returns what came out, in the order of the options
 */
export async function runBench({ effort, chosen, profiles }: Options, file: string): Promise<Verdict[]> {
  const pinning = findPinning()
  if (pinning.server.length === 0)
    console.log('No taskset or one processor: nothing is pinned, expect noise.')
  const world = await makeWorld(effort.rows)
  const folder = mkdtempSync(join(tmpdir(), 'dapur-profiles-'))
  try {
    const verdicts: Verdict[] = []
    for (const scenario of chosen) {
      console.log(`${scenario.title} …`)
      const own = join(folder, scenario.name)
      const nodeFlags = [...serverFlags, ...(profiles ? profileFlags(own) : [])]
      verdicts.push(judge(await measure(scenario, { world, pinning, effort, nodeFlags })))
      if (profiles) printProfile(own)
    }
    printTable(verdicts)
    writeReport(file, { effort, scenarios: verdicts })
    return verdicts
  } finally {
    world.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

function printProfile(folder: string): void {
  for (const { where, share } of readProfile(folder).slice(0, SHOWN)) {
    console.log(`  ${(share * 100).toFixed(1).padStart(5)} %  ${where}`)
  }
}
