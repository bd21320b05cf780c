import { type Caller, transportOf } from '../caller.ts'
import { signInBy, type SignInOptions } from '../sign-in-call.ts'
import type { AuthResult, RecordJson } from '../wire.ts'

/** Accounts without a name. Every call throws an `ApiError`. */
export interface AnonymousApi<T> {
  /** Makes an account and signs in to it. The session is all there is to it. */
  signIn(data?: object, options?: SignInOptions): Promise<AuthResult<T>>
  /** Makes a whole account of the one that is signed in, which keeps its id and its data. */
  promote(
    account: { email: string; password: string; passwordConfirm?: string },
    options?: SignInOptions,
  ): Promise<AuthResult<T>>
}

/**
 * The anonymous accounts of a collection (`docs/auth.md`).
 *
 * @example await anonymousOf(dapur, 'users').signIn({ name: 'Table 7' })
 */
export function anonymousOf<T = RecordJson>(client: Caller, collection: string): AnonymousApi<T> {
  const transport = transportOf(client)
  return {
    signIn: (body = {}, options) =>
      signInBy<T>(transport, { collection, way: 'auth-anonymous', body, options }),
    promote: (account, options) =>
      signInBy<T>(transport, {
        collection,
        way: 'promote',
        body: { passwordConfirm: account.password, ...account },
        options,
      }),
  }
}
