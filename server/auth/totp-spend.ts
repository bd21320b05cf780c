import { z } from 'zod'
import { apiError } from '../base/error.ts'
import { andThen, type Now, steps, type Steps, take } from '../base/now.ts'
import type { House } from '../records/house.ts'
import type { Writer } from '../storage/dialect.ts'
import type { Account } from './account.ts'
import { ownerOf } from './owned-rows.ts'
import { hashSecret } from './secret-hash.ts'
import { fromBase32, matchTotp } from './totp-code.ts'

/** So many tries an account has in so many milliseconds, counted in the database (reliability.md A9). */
const ATTEMPTS = 5
const ATTEMPTS_IN = 180_000

const OWNER = '"collectionRef" = ? AND "recordRef" = ?'
const SELECT = `SELECT "secret", "lastCounter" FROM "_dapur_totp" WHERE ${OWNER} AND "confirmed" <> ''`
const COUNT = `UPDATE "_dapur_totp" SET "attempts" = CASE WHEN "attemptsSince" <= ? THEN 1 ELSE "attempts" + 1 END, "attemptsSince" = CASE WHEN "attemptsSince" <= ? THEN ? ELSE "attemptsSince" END WHERE ${OWNER} AND ("attemptsSince" <= ? OR "attempts" < ?)`
const ADVANCE = `UPDATE "_dapur_totp" SET "lastCounter" = ?, "attempts" = 0 WHERE ${OWNER} AND "lastCounter" < ?`
const SPEND = `DELETE FROM "_dapur_recovery_codes" WHERE ${OWNER} AND "hash" = ?`

const rowSchema = z.tuple([z.string(), z.number()])

/** Has the account an authenticator app that has shown a right code? */
export function hasTotp(house: House, { collection, record }: Account): Now<boolean> {
  const { collectionRef, recordRef } = ownerOf(collection, record)
  return andThen(house.storage.hot.get(SELECT, [collectionRef, recordRef]), (row) => row !== undefined)
}

/**
 * Spend a code of the account's authenticator app, or one of its recovery codes: of any number who come with the same
 * one at the same time, one is right (reliability.md A7, A8). Wrong ones are counted.
 *
 * Errors: `totp_missing` 404, `attempts_too_many` 429 after 5 tries in 3 minutes, right ones too.
 *
 * @example if (!(await spendTotp(house, account, '287082'))) throw apiError('totp_code_wrong', {})
 */
export async function spendTotp(house: House, account: Account, code: string): Promise<boolean> {
  const { collectionRef, recordRef } = ownerOf(account.collection, account.record)
  const owner = [collectionRef, recordRef]
  const now = house.clock.now()
  // What is counted has to stay, also when the code is wrong: so nothing is thrown in here.
  const verdict = await house.storage.write((tx) => steps(() => judge(tx, owner, { code, now })))
  if (verdict === 'missing') throw apiError('totp_missing', {})
  if (verdict === 'tooMany') throw apiError('attempts_too_many', {})
  return verdict === 'right'
}

interface Attempt {
  readonly code: string
  readonly now: number
}

function* judge(
  tx: Writer,
  owner: readonly string[],
  { code, now }: Attempt,
): Steps<'right' | 'wrong' | 'missing' | 'tooMany'> {
  const found = yield* take(tx.get(SELECT, owner))
  if (!found) return 'missing'
  const [secret, after] = rowSchema.parse(found)
  const since = now - ATTEMPTS_IN
  const counted = yield* take(tx.run(COUNT, [since, since, now, ...owner, since, ATTEMPTS]))
  if (counted.changes === 0) return 'tooMany'
  const plain = code.replaceAll(/[\s-]/g, '').toUpperCase()
  const counter = matchTotp(fromBase32(secret), plain, { now, after })
  if (counter !== undefined) {
    const { changes } = yield* take(tx.run(ADVANCE, [counter, ...owner, counter]))
    return changes === 1 ? 'right' : 'wrong'
  }
  const spent = yield* take(tx.run(SPEND, [...owner, hashSecret(plain)]))
  return spent.changes === 1 ? 'right' : 'wrong'
}
