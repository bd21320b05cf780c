import { type Now, steps, type Steps } from '../base/now.ts'
import type { Catalog } from '../collections/collection.ts'
import type { House } from './house.ts'
import type { Ask } from './request.ts'
import { type Work, workOf } from './work.ts'

/** A long transaction lets others run this often. */
const BREATH_MS = 10
/** A long transaction has this long. */
const LONG_DEADLINE_MS = 10 * 60_000

/** Tell a story in a transaction of its own that lets others run every 10 ms. */
export function inLongTransaction<T>(
  house: House,
  ask: Ask,
  story: (work: Work, catalog: Catalog) => Steps<T>,
): Promise<T> {
  return house.storage.transaction(
    async (tx) => {
      // The lock is held: the schema cannot change until this is over.
      const catalog = house.catalog.current
      return await steps(() => story(workOf(house, catalog, tx, ask.actor, breather(house)), catalog))
    },
    { deadline: LONG_DEADLINE_MS },
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
