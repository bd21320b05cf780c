import { type Caller, transportOf } from '../caller.ts'
import { signInBy, type SignInOptions } from '../sign-in-call.ts'
import type { AuthResult, RecordJson } from '../wire.ts'
import { accountCalls, type AccountOptions } from './account-calls.ts'

/** Authenticator apps. Every call throws an `ApiError`. */
export interface TotpApi<T> {
  /** Is there an app, and how many recovery codes are left? */
  status(options?: AccountOptions): Promise<{ enabled: boolean; recoveryCodes: number }>
  /**
   * Begins with an app: the secret to type in, and the address for a QR code. Nothing changes before `confirm`.
   *
   * @param code of the app that is there already, if there is one
   */
  begin(code?: string, options?: AccountOptions): Promise<{ secret: string; url: string }>
  /** Shows that the app has the secret; from now on sign-ins need it. The recovery codes cannot be had again. */
  confirm(code: string, options?: AccountOptions): Promise<{ recoveryCodes: string[] }>
  /** Does without the app again. A superuser needs no code of somebody else. */
  remove(code?: string, options?: AccountOptions): Promise<void>
  /** The second factor: a code of the app, or a recovery code. */
  signIn(proof: { mfaId: string; code: string }, options?: SignInOptions): Promise<AuthResult<T>>
}

/**
 * The authenticator apps of a collection of accounts (`docs/auth.md`).
 *
 * @example
 * const { url } = await totpOf(dapur, 'users').begin()
 * const { recoveryCodes } = await totpOf(dapur, 'users').confirm(code)
 */
export function totpOf<T = RecordJson>(client: Caller, collection: string): TotpApi<T> {
  const ask = accountCalls(client, collection)
  return {
    status: (options) => ask({ method: 'GET', path: 'totp', options }),
    begin: (code, options) => ask({ method: 'POST', path: 'totp', body: { code }, options }),
    confirm: (code, options) => ask({ method: 'POST', path: 'totp/confirm', body: { code }, options }),
    async remove(code, options) {
      await ask({ method: 'DELETE', path: 'totp', body: { code }, options })
    },
    signIn: ({ mfaId, code }, options) =>
      signInBy<T>(transportOf(client), {
        collection,
        way: 'auth-with-totp',
        body: { code },
        options: { ...options, mfaId },
      }),
  }
}
