import { CascadeTooLong } from './cascade.ts'
import { deleteDeed, removeRecord } from './delete-deed.ts'
import { hooksOn } from './hooks-on.ts'
import type { House } from './house.ts'
import { inLongTransaction } from './long-transaction.ts'
import type { Ask } from './request.ts'
import { writeHooked } from './write-hooked.ts'
import { writeOn } from './work.ts'

/**
 * Delete a record and what hangs on it (contract data.md §4.8).
 *
 * Errors: `collection_not_found` 404, `view_read_only` 400, `rule_closed` 403, `record_not_found` 404 (also when
 * the rule says no), `cascade_refused` 400, `superuser_last` 400.
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
    if (!(error instanceof CascadeTooLong)) throw error
    await inLongTransaction(house, ask, (work) => removeRecord(work, ask, nameOrId, id))
  }
}
