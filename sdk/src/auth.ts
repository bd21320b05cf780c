import { type LettersApi, lettersOf } from './letters.ts'
import { type OAuth2Code, type OAuth2Options, signInWithCode, signInWithWindow } from './oauth2.ts'
import type { CallOptions, RecordOptions } from './query.ts'
import type { Way } from './redirects.ts'
import { exchange } from './renew.ts'
import { authPath, signInBy, type SignInOptions } from './sign-in-call.ts'
import type { Transport } from './transport.ts'
import type { AuthMethodsJson, AuthResult, RecordJson } from './wire.ts'

/** Who signs in: by e-mail, or by any identity field of the collection. */
export type Credentials =
  | { email: string; password: string }
  | { identity: string; password: string; identityField?: string }

/**
 * Signing in and out of one auth collection. Every call throws an `ApiError`; one with an `mfaId` asks for a second factor,
 * which takes that id along.
 */
export interface AuthApi<T> extends LettersApi {
  /** How one can sign in here. */
  authMethods(options?: CallOptions): Promise<AuthMethodsJson>
  /**
   * Signs in and keeps the session in the store.
   *
   * @example await dapur.collection('users').signIn({ email, password })
   */
  signIn(credentials: Credentials, options?: SignInOptions): Promise<AuthResult<T>>
  /** Sends a code to the address. The answer is the same whether or not it has an account. */
  requestOtp(email: string, options?: CallOptions): Promise<{ otpId: string }>
  /**
   * Signs in by the code of a mail.
   *
   * @example
   * const { otpId } = await dapur.collection('users').requestOtp(email)
   * await dapur.collection('users').signInWithOtp({ otpId, code })
   */
  signInWithOtp(proof: { otpId: string; code: string }, options?: SignInOptions): Promise<AuthResult<T>>
  /**
   * Signs in by another service, in a window that opens for it. Call it right in the handler of a click.
   *
   * @example button.onclick = () => dapur.collection('users').signInWithOAuth2({ provider: 'github' })
   */
  signInWithOAuth2(options: OAuth2Options): Promise<AuthResult<T>>
  /** The end of a way to a provider that your own page received. */
  signInWithOAuth2Code(options: OAuth2Code): Promise<AuthResult<T>>
  /** Renews the token and the record. A token that is no longer good empties the store. */
  refresh(options?: RecordOptions): Promise<AuthResult<T>>
  /** Forgets the session here; where the server keeps sessions, `sessionsOf(…).revoke` ends it there. */
  signOut(): void
}

/**
 * The auth calls of the collection with this name or id.
 *
 * @param begin begins a way to a provider and back
 */
export function authOf<T = RecordJson>(
  transport: Transport,
  collection: string,
  begin: (way: Way) => Promise<string>,
): AuthApi<T> {
  const path = authPath(collection)

  return {
    ...lettersOf(transport, collection),
    authMethods: (options) => transport.send({ method: 'GET', path: `${path}/auth-methods`, ...options }),
    signIn(credentials, options) {
      const { email, ...rest } = { email: undefined, ...credentials }
      const body = email === undefined ? rest : { identity: email, password: credentials.password }
      return signInBy<T>(transport, { collection, way: 'auth-with-password', body, options })
    },
    requestOtp: (email, options) =>
      transport.send({ method: 'POST', path: `${path}/request-otp`, ...options, body: { email } }),
    signInWithOtp: ({ otpId, code }, options) =>
      signInBy<T>(transport, { collection, way: 'auth-with-otp', body: { otpId, password: code }, options }),
    signInWithOAuth2: (options) => signInWithWindow<T>(transport, collection, { ...options, begin }),
    signInWithOAuth2Code: (options) => signInWithCode<T>(transport, collection, options),
    refresh: (options) => exchange<T>(transport, collection, options),
    signOut: () => transport.store.clear(),
  }
}
