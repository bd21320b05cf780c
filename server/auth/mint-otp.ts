import { newRandomId } from '../base/id.ts'
import type { Steps } from '../base/now.ts'
import { PasswordValue } from '../fields/password.ts'
import type { Cells } from '../records/change.ts'
import type { Work } from '../records/work.ts'
import type { AuthCollection } from './auth-collection.ts'
import { otpCode, otpHash } from './otp-code.ts'
import { insertOwned, ownerOf } from './owned-rows.ts'

/** A new one-time code: its id, and the digits that are stored nowhere. */
export interface MintedOtp {
  readonly id: string
  readonly code: string
}

/** Make a code for an account, in the transaction of the caller: only its HMAC is stored. */
export function* mintOtp(work: Work, collection: AuthCollection, record: Cells): Steps<MintedOtp> {
  const otp = { id: newRandomId(), collection, record }
  const code = otpCode(otp)
  const password = new PasswordValue('', otpHash(otp, code))
  yield* insertOwned(work, '_otps', { ...ownerOf(collection, record), id: otp.id, password })
  return { id: otp.id, code }
}
