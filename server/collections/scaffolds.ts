import { randomString } from '../base/id.ts'
import { collectionToJson, type CollectionJson } from './collection-json.ts'
import { newCollection, withAuthIndexes } from './new-collection.ts'

/**
 * What a form for a new collection starts from, by type: no id, no name, no dates; index names of the auth
 * collection end in 10 random characters since there is no id yet (contract data.md §2.2, services.md §2.14).
 */
export function collectionScaffolds(): Readonly<Record<'auth' | 'base' | 'view', CollectionJson>> {
  const auth = newCollection('auth')
  return {
    auth: collectionToJson({ ...auth, indexes: withAuthIndexes(auth, randomString(10)) }),
    base: collectionToJson(newCollection('base')),
    view: collectionToJson(newCollection('view')),
  }
}
