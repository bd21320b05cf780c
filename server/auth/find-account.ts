import type { Collection } from '../collections/collection.ts'
import { uniqueIndexOn } from '../collections/indexes.ts'
import type { Cells } from '../records/change.ts'
import { findRecordBy } from '../records/find.ts'
import type { House } from '../records/house.ts'

/**
 * The account that somebody names: the first hit in the order of the fields. Letter case counts, unless the
 * field's unique index ignores it (contract services.md §2.2).
 *
 * @example const record = await findAccount(house, users, 'sri@warung.id', ['email'])
 */
export async function findAccount(
  house: House,
  collection: Collection,
  identity: string,
  fields: readonly string[],
): Promise<Cells | undefined> {
  for (const field of fields) {
    const ignoreCase = uniqueIndexOn(collection, field)?.ignoresCase ?? false
    const record = await findRecordBy(house, collection, field, identity, { ignoreCase })
    if (record) return record
  }
  return undefined
}
