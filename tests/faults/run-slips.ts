import { styleText } from 'node:util'
import { runSlips } from './slips.ts'

/**
 * Takes a right away so many times, and again without taking it; answers whether nobody heard too much the first time,
 * and everybody the second.
 *
 * @example await runAllSlips(1000)
 */
export async function runAllSlips(changes: number): Promise<boolean> {
  const honest = await runSlips({ changes })
  tell(
    honest.slips.length === 0,
    `slips: ${honest.slips.length} of ${changes} changes, ${honest.events} events`,
  )
  for (const slip of honest.slips.slice(0, 20)) console.log(`  ${slip}`)
  const tried = Math.max(7, Math.ceil(changes / 50))
  const control = await runSlips({ changes: tried, plant: 'nothing changes' })
  // Who hides a field takes that field alone; nothing else may be missed.
  const isFound = control.slips.length === tried
  tell(isFound, `slips, control: nothing is taken away: ${control.slips.length} of ${tried}`)
  return honest.slips.length === 0 && isFound
}

function tell(isGood: boolean, line: string): void {
  console.log(styleText(isGood ? 'green' : 'red', line))
}
