import { andThen, type Now } from '../base/now.ts'
import type { House } from '../records/house.ts'
import { type Account } from './account.ts'
import { ownerOf } from './owned-rows.ts'
import { keyHashOf } from './secret-hash.ts'

const SELECT =
  'SELECT "expires" FROM "_dapur_sessions" WHERE "id" = ? AND "collectionRef" = ? AND "recordRef" = ? AND "keyHash" = ?'

/** Is this session of the account neither revoked nor over? */
export function isSessionOpen(
  house: House,
  { session, ...account }: Account & { readonly session: string },
): Now<boolean> {
  const { collectionRef, recordRef } = ownerOf(account.collection, account.record)
  const params = [session, collectionRef, recordRef, keyHashOf(account.record)]
  return andThen(house.storage.hot.get(SELECT, params), (row) => Number(row?.[0] ?? 0) > house.clock.now())
}
