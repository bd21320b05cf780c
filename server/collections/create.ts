import type { Collection } from './collection.ts'
import type { Foundation } from './foundation.ts'
import { parseNew } from './parse.ts'
import { tryView } from './read-view.ts'
import { saveCollection } from './save.ts'

/**
 * Create a collection with its table and indexes, in one transaction (contract data.md §2.3).
 * Errors: `body_malformed`, `validation_failed`, `database_refused` (all 400).
 *
 * @example await createCollection(house, { name: 'posts', fields: [{ name: 'title', type: 'text' }] })
 */
export async function createCollection(foundation: Foundation, body: unknown): Promise<Collection> {
  const draft = parseNew(body)
  const problems = { ...(await tryView(foundation, undefined, draft.next)), ...draft.problems }
  return await foundation.storage.alter((tx) =>
    saveCollection(foundation, tx, undefined, { ...draft, problems }),
  )
}
