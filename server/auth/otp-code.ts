import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Cells } from '../records/change.ts'
import type { AuthCollection } from './auth-collection.ts'
import { text } from './record-actor.ts'

/** A one-time code: its id, and whose it is. */
export interface Otp {
  readonly id: string
  readonly collection: AuthCollection
  readonly record: Cells
}

const PREFIX = 'hmac-sha256$'
/** The largest multiple of 10 that a byte holds: above it, some digits would be likelier than others. */
const FAIR = 250

/**
 * The digits of a one-time code. They follow from its id and from secrets that sign the account's tokens as well, so
 * that a mail can be written after a crash although the code is stored nowhere.
 *
 * @example otpCode({ id, collection: users, record }) // '40381779'
 */
export function otpCode(otp: Otp): string {
  const { length } = otp.collection.auth.otp
  let digits = ''
  for (let block = 0; digits.length < length; block++) {
    for (const byte of mac(otp, `digits ${block}`)) if (byte < FAIR) digits += byte % 10
  }
  return digits.slice(0, length)
}

/** The stored form of a code: its HMAC. */
export function otpHash(otp: Otp, code: string): string {
  return PREFIX + mac(otp, `check ${code}`).toString('hex')
}

/** Is this one of our stored forms? Codes that a superuser made are hashed as passwords are. */
export function isOtpHash(stored: string): boolean {
  return stored.startsWith(PREFIX)
}

/** Does this code belong to this stored form? */
export function fitsOtpHash(otp: Otp, code: string, stored: string): boolean {
  const [right, given] = [Buffer.from(stored), Buffer.from(otpHash(otp, code))]
  return right.length === given.length && timingSafeEqual(right, given)
}

function mac({ id, collection, record }: Otp, what: string): Buffer {
  const key = text(record, 'tokenKey') + collection.auth.authToken.secret
  return createHmac('sha256', key).update(`otp ${id} ${what}`).digest()
}
