import { queryOf, type RecordOptions } from './query.ts'
import { keepSession } from './renew.ts'
import type { Transport } from './transport.ts'
import type { AuthResult } from './wire.ts'

/** What every way of signing in takes. */
export interface SignInOptions extends RecordOptions {
  /** Of the first factor, where this is the second: the `mfaId` of the error that asked for it. */
  mfaId?: string | undefined
}

/** One request that signs in: the last part of its address, and what proves who asks. */
interface SignInCall {
  collection: string
  way: string
  body: object
  options?: SignInOptions | undefined
}

/** Where the auth calls of a collection are. */
export function authPath(collection: string): string {
  return `/api/collections/${encodeURIComponent(collection)}`
}

/** Signs in and keeps the session (contract services.md §2.0.1). Throws an `ApiError`. */
export async function signInBy<T>(
  transport: Transport,
  { collection, way, body, options = {} }: SignInCall,
): Promise<AuthResult<T>> {
  const { signal, headers, mfaId } = options
  const result = await transport.send<AuthResult<T>>({
    method: 'POST',
    path: `${authPath(collection)}/${way}`,
    signal,
    ...(headers && { headers }),
    query: queryOf(options),
    body: { ...body, mfaId },
  })
  return keepSession(transport, result)
}
