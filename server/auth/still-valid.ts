import { apiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import type { Cells } from '../records/change.ts'
import { readRecord } from '../records/find.ts'
import type { Work } from '../records/work.ts'
import type { AuthCollection } from './auth-collection.ts'
import { invalidToken } from './token-problem.ts'

/**
 * Inside the transaction that uses a token: is the record still the one that it was verified against? A `tokenKey`
 * that has changed meanwhile means that the token was spent, by this very route perhaps (`reliability.md` A7).
 *
 * Errors: `validation_failed` 400 under `token`.
 */
export function* requireSameKey(work: Work, collection: AuthCollection, record: Cells): Steps<Cells> {
  const now = yield* take(readRecord(work.house.storage, work.tx, collection, String(record['id'])))
  if (now && now['tokenKey'] === record['tokenKey']) return now
  throw apiError('validation_failed', {}, { data: { token: invalidToken } })
}
