import { deleteDeed, removeRecord } from './delete-deed.ts'
import { hooksOn } from './hooks-on.ts'
import type { House } from './house.ts'
import { inLongTransaction, NeedsOwnTransaction } from './long-transaction.ts'
import type { Ask } from './request.ts'
import { frameOf, writeHooked } from './write-hooked.ts'
import { type Work, writeOn } from './work.ts'

/**
 * Delete a record and what hangs on it (contract data.md §4.8).
 *
 * Errors: `collection_not_found` 404, `view_read_only` 400, `rule_closed` 403, `record_not_found` 404 (also when
 * the rule says no), `cascade_refused` 400, `superuser_last` 400; `transaction_expired` 400 and what hooks throw.
 *
 * @example await deleteRecord(house, ask, 'posts', id)
 */
export async function deleteRecord(house: House, ask: Ask, nameOrId: string, id: string): Promise<void> {
  const handlers = hooksOn(house, 'record.delete', nameOrId)
  if (handlers) {
    await writeHooked(house, deleteDeed(ask, nameOrId, id), handlers)
    return
  }
  try {
    await writeOn(house, ask.actor, nameOrId, () => (work) => removeRecord(work, ask, nameOrId, id))
  } catch (error) {
    if (!(error instanceof NeedsOwnTransaction)) throw error
    const remove = (work: Work) => removeRecord(work, ask, nameOrId, id)
    await inLongTransaction(house, frameOf(ask), remove, error.deadline)
  }
}
