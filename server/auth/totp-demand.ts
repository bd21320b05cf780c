import { dapurOptions } from '../collections/dapur-options.ts'
import type { House } from '../records/house.ts'
import { hasTotp } from './totp-spend.ts'
import type { Account } from './account.ts'

/** One factor of a sign-in. */
interface Factor extends Account {
  /** The name of the auth method. */
  readonly method: string
}

/**
 * Does this account want a code of its authenticator app, whatever its collection asks for? Whoever has confirmed an
 * app is asked for it. A passkey that has seen a finger or a PIN is two factors in one.
 *
 * @example if (await demandsTotp(house, { collection, record, method: 'password' })) …
 */
export async function demandsTotp(house: House, { method, ...account }: Factor): Promise<boolean> {
  const { totp, passkey } = dapurOptions(account.collection.auth)
  if (!totp.enabled || (method === 'passkey' && passkey.verifyUser)) return false
  return hasTotp(house, account)
}

/**
 * Does this pair of factors satisfy such an account? A mailbox must not be enough: it resets the password and receives
 * the code.
 *
 * @example satisfiesTotp('password', 'otp') // false
 */
export function satisfiesTotp(first: string, second: string): boolean {
  return [first, second].some((method) => method === 'totp' || method === 'passkey')
}
