import { guest } from '../../base/actor.ts'
import { apiError } from '../../base/error.ts'
import type { Steps } from '../../base/now.ts'
import { readSubmitted } from '../../collections/submitted.ts'
import type { Cells } from '../../records/change.ts'
import { findRecord } from '../../records/find.ts'
import type { House } from '../../records/house.ts'
import { type Work, writeFresh } from '../../records/work.ts'
import type { AuthCollection } from '../auth-collection.ts'
import type { Attempt, AuthMethod, Identity } from '../auth-method.ts'
import { changeAccount, lockedPassword } from '../change-account.ts'
import { decoyAccount } from '../decoys.ts'
import { addressMark, countWithin, forgetCount } from '../limits.ts'
import { fitsOtpHash, isOtpHash } from '../otp-code.ts'
import { isOtpExpired, otpKey } from '../otp-request.ts'
import { spendOwned, systemCollection } from '../owned-rows.ts'
import { lengthProblem, refuseProblems } from '../parse-fields.ts'
import { text } from '../record-actor.ts'

/** Counted by account, wherever the attempts come from, and stored (contract services.md §2.6, `reliability.md` A9). */
const ATTEMPTS = { max: 5, ms: 180_000 }

/** Sign-in with a one-time code that came by mail: services.md §2.6. */
export const otp: AuthMethod = {
  name: 'otp',
  isEnabled: ({ auth }) => auth.otp.enabled,
  offCode: 'otp_auth_disabled',
  describe: ({ otp: { enabled, duration } }) => ({ enabled, duration: enabled ? duration : 0 }),
  finish,
}

/** A stored code, and whose it is. */
interface Stored {
  readonly row: Cells
  readonly record: Cells
}

async function finish(house: House, { collection, body }: Attempt): Promise<Identity> {
  const submitted = readSubmitted(body)
  const otpId = submitted.text('otpId', '')
  const code = submitted.text('password', '')
  refuseProblems({ otpId: lengthProblem(otpId, 1, 255), password: lengthProblem(code, 1, 71) })
  const stored = await findOtp(house, collection, otpId)
  await countAttempt(house, collection, otpId, stored)
  if (!stored || !(await isRight(house, collection, stored, code))) throw apiError('credentials_wrong', {})
  return { record: await spend(house, collection, stored) }
}

async function findOtp(house: House, collection: AuthCollection, otpId: string): Promise<Stored | undefined> {
  const row = await findRecord(house, systemCollection(house.catalog.current, '_otps'), otpId)
  if (row?.['collectionRef'] !== collection.id) return undefined
  if (isOtpExpired(row, collection, house.clock.now())) return undefined
  const record = await findRecord(house, collection, text(row, 'recordRef'))
  return record && { row, record }
}

/** Before the code is looked at: so that no crash gives an attempt back. Errors: `attempts_too_many` 429. */
async function countAttempt(
  house: House,
  collection: AuthCollection,
  otpId: string,
  stored: Stored | undefined,
): Promise<void> {
  const isWithin = await writeFresh(
    house,
    guest,
    () =>
      function* (work): Steps<boolean> {
        const nobody = yield* decoyAccount(work, otpId)
        const name = stored
          ? countName(collection, stored.record)
          : `otp ${nobody ?? `${collection.id} ${addressMark(otpId)}`}`
        return yield* countWithin(work, name, ATTEMPTS)
      },
  )
  if (!isWithin) throw apiError('attempts_too_many', {})
}

function countName(collection: AuthCollection, record: Cells): string {
  return `otp ${collection.id} ${text(record, 'id')}`
}

/** Ours are HMACs; those that a superuser stored as a record are hashed as passwords are. */
async function isRight(
  house: House,
  collection: AuthCollection,
  { row, record }: Stored,
  code: string,
): Promise<boolean> {
  const hash = text(row, 'password')
  if (!isOtpHash(hash)) return house.verifyPassword(code, hash)
  return fitsOtpHash({ id: text(row, 'id'), collection, record }, code, hash)
}

/**
 * Use the code up: of any number who come with it at once, one gets in. Whoever got it by mail has proved the address
 * with it, and if a stranger made the account before, the stranger is out (`reliability.md` A1).
 *
 * Errors: `credentials_wrong` 400 when it is gone.
 */
async function spend(house: House, collection: AuthCollection, { row, record }: Stored): Promise<Cells> {
  function* guard(work: Work): Steps<void> {
    if (!(yield* spendOwned(work, '_otps', row))) throw apiError('credentials_wrong', {})
    yield* forgetCount(work, countName(collection, record))
  }
  if (record['verified'] || !(await provesAddress(house, row, record))) {
    await writeFresh(house, guest, () => guard)
    return record
  }
  const locked = collection.auth.mfa.enabled ? [] : await lockedPassword(house)
  const changes = new Map<string, unknown>([['verified', true], ...locked])
  return changeAccount(house, { collection, record, changes, guard })
}

/**
 * Was the code sent to the address that the account has now? While its letter is still in the outbox it was: nobody
 * else knows it, and whoever is quick has it before its sending is written down.
 */
async function provesAddress(house: House, row: Cells, record: Cells): Promise<boolean> {
  const email = text(record, 'email')
  const sentTo = text(row, 'sentTo')
  if (email === '' || sentTo !== '') return email !== '' && sentTo === email
  const query = 'select "recipient" from "_dapur_outbox" where "key" = ?'
  const letter = await house.storage.hot.get(query, [otpKey(text(row, 'id'))])
  return letter?.[0] === email
}
