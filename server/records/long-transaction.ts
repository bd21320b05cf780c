import { type Now, steps, type Steps } from '../base/now.ts'
import type { Catalog } from '../collections/collection.ts'
import { type Frame, holding } from './held.ts'
import type { House } from './house.ts'
import { type Work, workOf } from './work.ts'

/** A long transaction lets others run this often. */
const BREATH_MS = 10
/** A long transaction has this long. */
const LONG_DEADLINE_MS = 10 * 60_000

/** The grouped transaction cannot wait for this, or should not be held up by it. */
export class NeedsOwnTransaction extends Error {
  /** How long it may take then, in milliseconds. */
  readonly deadline: number

  constructor(why: string, deadline: number = LONG_DEADLINE_MS) {
    super(why)
    this.deadline = deadline
  }
}

/**
 * Tell a story in a transaction of its own that lets others run every 10 ms, and in which own code can be waited for.
 *
 * Errors: `transaction_expired` 400, and what the story throws.
 */
export function inLongTransaction<T>(
  house: House,
  frame: Frame,
  story: (work: Work, catalog: Catalog) => Steps<T>,
  deadline: number = LONG_DEADLINE_MS,
): Promise<T> {
  return house.storage.transaction(
    (tx) =>
      holding({ ...frame, house, tx }, async () => {
        // The lock is held: the schema cannot change until this is over.
        const catalog = house.catalog.current
        const work = workOf(house, catalog, tx, frame.requester.actor, breather(house))
        return await steps(() => story(work, catalog))
      }),
    { deadline },
  )
}

/** What lets others run when the last time was 10 ms ago. */
export function breather(house: House): () => Now<void> {
  let last = house.clock.steady()
  return () => {
    if (house.clock.steady() - last < BREATH_MS) return undefined
    return new Promise((resolve) => {
      setImmediate(() => {
        last = house.clock.steady()
        resolve()
      })
    })
  }
}
