import type { Collection } from './collection.ts'
import type { Foundation } from './foundation.ts'
import { parseChange } from './parse.ts'
import { tryView } from './read-view.ts'
import { saveCollection } from './save.ts'
import { viewCollection } from './view.ts'

/**
 * Change a collection by id or name, with its table and the data in it, in one transaction (contract data.md §2.7).
 * Errors: `collection_not_found` 404; `body_malformed`, `validation_failed`, `database_refused` 400.
 *
 * @example await updateCollection(house, 'posts', { listRule: '' })
 */
export async function updateCollection(
  foundation: Foundation,
  nameOrId: string,
  body: unknown,
): Promise<Collection> {
  const now = viewCollection(foundation.catalog.current, nameOrId)
  const tried = await tryView(foundation, now, parseChange(now, body).next)
  return await foundation.storage.alter((tx) => {
    // Read under the lock: what it is merged over must not change any more.
    const stored = viewCollection(foundation.catalog.current, nameOrId)
    const draft = parseChange(stored, body)
    return saveCollection(foundation, tx, stored, { ...draft, problems: { ...tried, ...draft.problems } })
  })
}
