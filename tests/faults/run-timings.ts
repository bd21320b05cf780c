import { styleText } from 'node:util'
import { mannWhitney } from './mann-whitney.ts'
import { type Timing, timeDoors } from './timings.ts'

/** Below it, two samples are told apart (`reliability.md` A12). */
const SUSPICIOUS = 0.01
/** What a leak is like that the same timings would show: the control. */
const LEAK = 0.1

/**
 * Looks whether the time of an answer tells if an account exists; answers whether it does not. Chance alone looks
 * suspicious once in a hundred times, so a door that does is timed again, twice as often.
 *
 * @example await runTimings(300)
 */
export async function runTimings(count: number): Promise<boolean> {
  const first = await timeDoors(count)
  const suspects = new Set(first.filter(({ p }) => p < SUSPICIOUS).map(({ door }) => door))
  const again = suspects.size === 0 ? [] : await timeDoors(count * 2)
  let isWell = true
  for (const timing of [...first, ...again.filter(({ door }) => suspects.has(door))]) {
    const isLast = !suspects.has(timing.door) || !first.includes(timing)
    const isEven = timing.p >= SUSPICIOUS
    isWell &&= (isEven || !isLast) && isSharp(timing)
    console.log(styleText(isEven ? 'green' : isLast ? 'red' : 'yellow', lineOf(timing)))
  }
  return isWell
}

/** Would a door that takes a tenth longer for known accounts have been found? */
function isSharp({ known, unknown }: Timing): boolean {
  return (
    mannWhitney(
      known.map((ms) => ms * (1 + LEAK)),
      unknown,
    ) < SUSPICIOUS
  )
}

function lineOf(timing: Timing): string {
  const { door, known, unknown, p } = timing
  const control = isSharp(timing) ? `one 10 % slower is told apart` : `ONE 10 % SLOWER IS NOT TOLD APART`
  return `${door}: known ${middle(known)} ms, unknown ${middle(unknown)} ms, p = ${p.toFixed(3)}; ${control}`
}

function middle(values: readonly number[]): string {
  return (values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN).toFixed(3)
}
