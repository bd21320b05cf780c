import { type Steps, take } from '../base/now.ts'
import { accountTables } from '../collections/account-tables.ts'
import type { Deleted, Work } from '../records/house.ts'
import { ownerOf } from './owned-rows.ts'

const texts = accountTables.map(
  (table) => `DELETE FROM "${table}" WHERE "collectionRef" = ? AND "recordRef" = ?`,
)

/** For `House.onDelete`: what an account holds goes with its record, in the same transaction. */
export function* forgetCredentials(work: Work, { collection, cells }: Deleted): Steps<void> {
  if (collection.type !== 'auth') return
  const { collectionRef, recordRef } = ownerOf(collection, cells)
  for (const text of texts) yield* take(work.tx.run(text, [collectionRef, recordRef]))
}
