import { hooksOn } from './hooks-on.ts'
import { attemptCreate, createDeed, createStory } from './create-deed.ts'
import type { House } from './house.ts'
import type { Ask } from './request.ts'
import { writeHooked } from './write-hooked.ts'
import { writeOn } from './work.ts'
import type { Written } from './written.ts'

/**
 * Create a record (contract data.md §4.5).
 *
 * Errors: `collection_not_found` 404, `view_read_only` 400, `rule_closed` 403, `rule_refused` 400,
 * `validation_failed` 400 with a problem under each field that is wrong.
 *
 * @example const { cells } = await createRecord(house, ask, 'posts', { title: 'Nasi uduk' })
 */
export function createRecord(
  house: House,
  ask: Ask,
  nameOrId: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Written> {
  const handlers = hooksOn(house, 'record.create', nameOrId)
  if (handlers) return writeHooked(house, createDeed(ask, nameOrId, body), handlers)
  return writeOn(house, ask.actor, nameOrId, (catalog, collection) =>
    createStory(house, attemptCreate(ask, catalog, collection, body)),
  )
}
