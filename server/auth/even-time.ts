import type { Clock } from '../base/clock.ts'

/** In ms. Long against the work of a door, short against a person's patience. */
const BEAT = 25

/**
 * Do something whose time would tell what it found, such as whether an account exists: it ends, well or badly, on a
 * full beat after it began. What takes longer than a beat waits for the next.
 *
 * @example await evenTime(house.clock, () => requestOtp(house, request))
 */
export async function evenTime<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  const began = clock.steady()
  try {
    return await work()
  } finally {
    const rest = BEAT - ((clock.steady() - began) % BEAT)
    await new Promise((resolve) => setTimeout(resolve, rest))
  }
}
