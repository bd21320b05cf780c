import { randomInt } from '../../base/id.ts'

const [S, M, H] = [1000, 60_000, 3_600_000]
/** The pauses between tries, in ms: three days in all. */
const PAUSES: readonly number[] = [5 * S, 30 * S, 2 * M, 10 * M, 30 * M, H, 2 * H, 4 * H].concat(
  Array.from({ length: 11 }, () => 6 * H),
)
/** How far a pause is drawn out or cut, by chance: so that not all that failed together comes together. */
const JITTER = 0.2

/**
 * When to try again after so many tries, in milliseconds since 1970; undefined when that is enough.
 *
 * @example nextTry(1, clock.now()) // between 4 and 6 s from now
 */
export function nextTry(attempts: number, now: number): number | undefined {
  const pause = PAUSES[attempts - 1]
  if (pause === undefined) return undefined
  const chance = randomInt(2001) / 1000 - 1
  return Math.round(now + pause * (1 + chance * JITTER))
}
