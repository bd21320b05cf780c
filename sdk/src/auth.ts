import { queryOf, type RecordOptions } from './query.ts'
import { exchange, keepSession } from './renew.ts'
import type { Transport } from './transport.ts'
import type { AuthResult, RecordJson } from './wire.ts'

/** Who signs in: by e-mail, or by any identity field of the collection. */
export type Credentials =
  | { email: string; password: string }
  | { identity: string; password: string; identityField?: string }

/** Signing in and out of one auth collection. Every call throws an `ApiError`. */
export interface AuthApi<T> {
  /**
   * Signs in and keeps the session in the store.
   *
   * @example await dapur.collection('users').signIn({ email, password })
   */
  signIn(credentials: Credentials, options?: RecordOptions): Promise<AuthResult<T>>
  /** Renews the token and the record. A token that is no longer good empties the store. */
  refresh(options?: RecordOptions): Promise<AuthResult<T>>
  /** Forgets the session here; the server keeps none. */
  signOut(): void
  /** `signIn` under the name that PocketBase gives it. */
  authWithPassword(identity: string, password: string, options?: RecordOptions): Promise<AuthResult<T>>
  /** `refresh` under the name that PocketBase gives it. */
  authRefresh(options?: RecordOptions): Promise<AuthResult<T>>
}

/** The auth calls of the collection with this name or id. */
export function authOf<T = RecordJson>(transport: Transport, collection: string): AuthApi<T> {
  const path = `/api/collections/${encodeURIComponent(collection)}`

  const signIn = async (credentials: Credentials, options: RecordOptions = {}): Promise<AuthResult<T>> => {
    const { email, ...rest } = { email: undefined, ...credentials }
    const body = email === undefined ? rest : { identity: email, password: credentials.password }
    const query = queryOf(options)
    const call = { method: 'POST', path: `${path}/auth-with-password`, ...options, query, body } as const
    return keepSession(transport, await transport.send<AuthResult<T>>(call))
  }

  const refresh = (options: RecordOptions = {}): Promise<AuthResult<T>> =>
    exchange<T>(transport, collection, options)

  return {
    signIn,
    refresh,
    signOut: () => transport.store.clear(),
    authWithPassword: (identity, password, options) => signIn({ identity, password }, options),
    authRefresh: refresh,
  }
}
