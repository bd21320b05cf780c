import { hooksOn } from './hooks-on.ts'
import type { House } from './house.ts'
import type { Ask } from './request.ts'
import { attemptUpdate, updateDeed, updateStory } from './update-deed.ts'
import { writeHooked } from './write-hooked.ts'
import { writeOn } from './work.ts'
import type { Written } from './written.ts'

/**
 * Update a record (contract data.md §4.7): the body is applied to what is stored at the moment of the write.
 *
 * Errors: `collection_not_found` 404, `view_read_only` 400, `rule_closed` 403, `record_not_found` 404 (also when
 * the rule says no), `validation_failed` 400.
 *
 * @example await updateRecord(house, ask, 'posts', id, { 'likes+': 1 })
 */
export function updateRecord(
  house: House,
  ask: Ask,
  nameOrId: string,
  id: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Written> {
  const handlers = hooksOn(house, 'record.update', nameOrId)
  if (handlers) return writeHooked(house, updateDeed(ask, nameOrId, { id, body }), handlers)
  return writeOn(house, ask.actor, nameOrId, (catalog, collection) =>
    updateStory(house, attemptUpdate(ask, catalog, collection, { id, body })),
  )
}
