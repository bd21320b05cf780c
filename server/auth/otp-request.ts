import { guest } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import type { Cells } from '../records/change.ts'
import { readRecord } from '../records/find.ts'
import { type Work, writeFresh } from '../records/work.ts'
import { type AuthCollection, authCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import { decoyFor } from './decoys.ts'
import { findAccount } from './find-account.ts'
import { addressMark } from './limits.ts'
import { mintOtp } from './mint-otp.ts'
import { createdAt, ownedBy, ownerOf, spendOwned } from './owned-rows.ts'
import { parseEmail } from './parse-fields.ts'
import { text } from './record-actor.ts'
import type { FormRequest } from './verification.ts'

/** So many codes of an account may be valid at once; whoever asks for more gets the id of the newest. */
const MOST_CODES = 10

/**
 * Send somebody a one-time code (contract services.md §2.6); gives the text of the JSON answer `{ otpId }`. For an
 * address without an account the answer is the same, and so is the work before it (`reliability.md` A12).
 *
 * Errors: `collection_not_found` 404, `otp_auth_disabled` 403, `validation_failed` 400.
 *
 * @example await requestOtp(house, { collection: 'users', body: { email: 'sri@warung.id' } })
 */
export async function requestOtp(house: AuthHouse, request: FormRequest): Promise<string> {
  const collection = authCollection(house.catalog.current, request.collection)
  const { enabled, duration } = collection.auth.otp
  if (!enabled) throw apiError('otp_auth_disabled', { collection: collection.name })
  const email = parseEmail(request.body)
  const record = await findAccount(house, collection, email, ['email'])
  const otpId = await writeFresh(house, guest, () => (work) => {
    if (record) return writeOtp(work, house, collection, record)
    const account = `${collection.id} ${addressMark(email)}`
    return decoyFor(work, { account, most: MOST_CODES, ms: duration * 1000 })
  })
  return JSON.stringify({ otpId })
}

function* writeOtp(
  work: Work,
  { outbox, storage }: AuthHouse,
  collection: AuthCollection,
  found: Cells,
): Steps<string> {
  // The key of the codes may be another one by now.
  const record = (yield* take(readRecord(storage, work.tx, collection, text(found, 'id')))) ?? found
  const newest = yield* newestIfMany(work, collection, record)
  if (newest) return text(newest, 'id')
  const { id } = yield* mintOtp(work, collection, record)
  const letter = {
    kind: 'otp',
    collectionId: collection.id,
    recordId: text(record, 'id'),
    to: text(record, 'email'),
    extra: { otpId: id },
  } as const
  const expires = work.at + collection.auth.otp.duration * 1000
  yield* outbox.add(work, letter, { key: otpKey(id), expires })
  return id
}

/** The key in the outbox of the mail with this code. */
export function otpKey(otpId: string): string {
  return `otp ${otpId}`
}

function* newestIfMany(work: Work, collection: AuthCollection, record: Cells): Steps<Cells | undefined> {
  const valid: Cells[] = []
  for (const row of yield* ownedBy(work, '_otps', ownerOf(collection, record))) {
    if (isOtpExpired(row, collection, work.at)) yield* spendOwned(work, '_otps', row)
    else valid.push(row)
  }
  return valid.length < MOST_CODES ? undefined : valid.at(-1)
}

/** Is the time of a stored code over? */
export function isOtpExpired(row: Cells, { auth }: AuthCollection, now: number): boolean {
  return now >= createdAt(row) + auth.otp.duration * 1000
}
