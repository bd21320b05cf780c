import type { HookReader, RecordEvent } from '../hooks/events.ts'
import { heldBy, holding } from './held.ts'
import { hookReader } from './hook-reader.ts'
import { hookTransaction } from './hook-transaction.ts'
import type { House } from './house.ts'
import type { Ask } from './request.ts'
import { inSavepoint } from './savepoint.ts'
import { frameOf } from './write-hooked.ts'

/** What own code that stands around no write can do: the same reads and writes as a hook's. */
export interface OwnCode extends HookReader {
  /** As `RecordEvent.transaction`. */
  readonly transaction: RecordEvent['transaction']
}

/**
 * Reads and writes for own code that no request has called: a job. No rule stands before them.
 *
 * @example await ownCode(house, systemAsk(house)).list('orders', { filter: 'paid = false' })
 */
export function ownCode(house: House, requester: Ask): OwnCode {
  const frame = frameOf(requester)
  return {
    ...hookReader(house, requester, () => heldBy(house)?.tx ?? house.storage.hot),
    async transaction(work, options) {
      const outer = heldBy(house)
      if (outer) {
        return inSavepoint(outer.tx, (tx) => {
          const held = { ...outer, tx }
          return holding(held, () => work(hookTransaction(held)))
        })
      }
      return house.storage.transaction((tx) => {
        const held = { ...frame, house, tx }
        return holding(held, () => work(hookTransaction(held)))
      }, options)
    },
  }
}
