import { ApiError } from '@dapur/sdk'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { hasStatus } from '../explain.ts'
import { toText } from '../fields/value.ts'

/** What a superuser signs in with from now on. */
export type SignInChange = { email: string } | { password: string; passwordConfirm: string }

/**
 * Changes the address or the password of who is signed in, after a look at the password of now: whoever found an open
 * page shall not take the account with it. It signs the account out everywhere (contract services.md §2.12), so this
 * page signs in again.
 *
 * @returns `wrong` when the password of now is; `out` when a second proof is wanted, or anything else, to be in again
 * Errors: an `ApiError` with what is wrong with the new values.
 * @example await changeSignIn('the old one', { email: 'sri@example.com' }) // 'in'
 */
export async function changeSignIn(current: string, change: SignInChange): Promise<'in' | 'out' | 'wrong'> {
  const { record } = dapur.auth.session ?? {}
  const before = { email: toText(record?.['email'] ?? ''), password: current }
  const accounts = dapur.collection(SUPERUSERS)
  try {
    await accounts.signIn(before)
  } catch (refusal) {
    if (hasStatus(refusal, 400)) return 'wrong'
    // Only a right password leads to the second proof.
    if (!(refusal instanceof ApiError) || refusal.mfaId === undefined) throw refusal
  }
  await accounts.update(record?.id ?? '', change)
  const after =
    'email' in change ? { ...before, email: change.email } : { ...before, password: change.password }
  try {
    await accounts.signIn(after)
    return 'in'
  } catch {
    // It has changed all the same: the page for signing in says so.
    return 'out'
  }
}
