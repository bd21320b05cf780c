import { type Clock, systemClock } from '../base/clock.ts'

/** In ms. Long against the work of a door, short against a person's patience. */
const BEAT = 25
/** A timer goes by whole milliseconds, counted from when the loop last looked: the rest is waited out by turns of the loop. */
const TIMER_FAULT = 2

/**
 * Do something whose time would tell what it found, such as whether an account exists: it ends, well or badly, on a
 * full beat after it began. What takes longer than a beat waits for the next.
 *
 * @param clock the real one, since whoever measures has no other; a test of this alone may say
 * @example await evenTime(() => requestOtp(house, request))
 */
export async function evenTime<T>(
  work: () => Promise<T>,
  clock: Pick<Clock, 'steady'> = systemClock,
): Promise<T> {
  const began = clock.steady()
  try {
    return await work()
  } finally {
    const end = began + BEAT * Math.ceil((clock.steady() - began) / BEAT)
    const rest = end - clock.steady() - TIMER_FAULT
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest))
    while (clock.steady() < end) await new Promise((resolve) => setImmediate(resolve))
  }
}
