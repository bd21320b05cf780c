import { guest } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import { SUPERUSERS } from '../collections/collection.ts'
import { readRecord } from '../records/find.ts'
import type { House } from '../records/house.ts'
import { writeFresh } from '../records/work.ts'
import { authCollection } from './auth-collection.ts'
import { findAccount } from './find-account.ts'
import { mintOtp } from './mint-otp.ts'
import { text } from './record-actor.ts'

/** What is shown of a code that was made for somebody who sits before the server. */
export interface SuperuserOtp {
  readonly otpId: string
  readonly code: string
  /** Seconds. */
  readonly duration: number
}

/**
 * A one-time code for a superuser whose mail does not arrive, for the command line (contract services.md §8.2). It
 * proves no address: `sentTo` stays empty. Undefined when there is no superuser with this address.
 *
 * Errors: `otp_auth_disabled` 403 while `_superusers` has no one-time codes.
 *
 * @example await mintSuperuserOtp(house, 'sri@warung.id') // { otpId: 'k2j9…', code: '40381779', duration: 180 }
 */
export async function mintSuperuserOtp(house: House, email: string): Promise<SuperuserOtp | undefined> {
  const collection = authCollection(house.catalog.current, SUPERUSERS)
  const { enabled, duration } = collection.auth.otp
  if (!enabled) throw apiError('otp_auth_disabled', { collection: collection.name })
  const found = await findAccount(house, collection, email, ['email'])
  if (!found) return undefined
  return writeFresh(
    house,
    guest,
    () =>
      function* (work): Steps<SuperuserOtp | undefined> {
        // The key of the code may be another one by now.
        const record = yield* take(readRecord(house.storage, work.tx, collection, text(found, 'id')))
        if (!record) return undefined
        const { id, code } = yield* mintOtp(work, collection, record)
        return { otpId: id, code, duration }
      },
  )
}
