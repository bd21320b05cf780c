import { styleText } from 'node:util'
import { type DiskFault, diskFaults } from './disk-switch.ts'
import { hastyCreate, sweepActs } from './sweep-acts.ts'
import { sweep, sweepFolder, type SweepRow } from './sweep-loop.ts'
import { openSweepStage, type SweepStage } from './sweep-stage.ts'

/**
 * Lets each call to the disk of each act fail in each way, and prints a table; answers whether all is as it has to be,
 * and the control is found.
 *
 * @param most at most so many points for an act and a fault, spread over its calls; Infinity for all of them
 */
export async function runSweep(most: number): Promise<boolean> {
  const folder = sweepFolder()
  try {
    const stage = await openSweepStage(folder.path)
    if (!stage) {
      console.log('The sweep is left out: it needs Linux and gcc.')
      return true
    }
    try {
      return await sweepAll(stage, most)
    } finally {
      await stage.close()
    }
  } finally {
    folder.remove()
  }
}

async function sweepAll(stage: SweepStage, most: number): Promise<boolean> {
  let isWell = true
  let total = 0
  for (const act of sweepActs)
    for (const fault of diskFaults) {
      const row = await sweep(stage, act, { fault, most, report: (line) => console.log(`  ${line}`) })
      isWell = show(row, row.faults.length === 0) && isWell
      total += row.places.length
    }
  console.log(`${total} calls failed in all.`)
  // The last: what it loses stays lost.
  const control = await sweep(stage, hastyCreate, { fault: 'ENOSPC', most: 1 })
  return show(control, control.faults.length > 0) && isWell
}

function show(row: SweepRow, isGood: boolean): boolean {
  const { act, places, answers, faults } = row
  const statuses = [...answers].map(([status, count]) => `${count} × ${status}`).join(', ')
  const cells = [act.padEnd(8), nameOf(row.fault), `${places.length} points`.padEnd(11), statuses]
  const verdict = faults.length === 0 ? 'as it has to be' : `${faults.length} faults`
  console.log(styleText(isGood ? 'green' : 'red', `${cells.join('  ')}: ${verdict}`))
  return isGood
}

function nameOf(fault: DiskFault): string {
  return fault.padEnd(6)
}
