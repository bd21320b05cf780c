import { ApiError } from './error.ts'
import { type RecordOptions, queryOf } from './query.ts'
import type { Transport } from './transport.ts'
import type { AuthResult, RecordJson } from './wire.ts'

/** Keeps who has just signed in. */
export function keepSession<T>(transport: Transport, result: AuthResult<T>): AuthResult<T> {
  const refreshToken = result.dapur?.refreshToken
  transport.store.save({
    token: result.token,
    // What the server answers a sign-in with is a record, whatever the schema calls it.
    record: asRecord(result.record),
    ...(refreshToken === undefined ? {} : { refreshToken }),
  })
  return result
}

/**
 * Exchanges the token of the store, by its refresh token where it has one. Where the platform has locks, tabs take turns, and
 * one that finds the work done leaves it.
 *
 * @param old what is to be exchanged
 */
export async function renewSession(transport: Transport, old: string): Promise<void> {
  const { store } = transport
  const work = async (): Promise<void> => {
    if (store.token === old && store.session) await exchange(transport, store.session.record.collectionName)
  }
  const locks = globalThis.navigator?.locks
  await (locks ? locks.request(`dapur ${transport.url}`, work) : work())
}

/** Renews token and record. A token that is no longer good empties the store. Throws an `ApiError`. */
export async function exchange<T = RecordJson>(
  transport: Transport,
  collection: string,
  options: RecordOptions = {},
): Promise<AuthResult<T>> {
  const { store } = transport
  const asked = store.token
  const path = `/api/collections/${encodeURIComponent(collection)}`
  const refreshToken = store.session?.refreshToken
  const call = refreshToken
    ? ({ method: 'POST', path: `${path}/sessions/refresh`, body: { refreshToken } } as const)
    : ({ method: 'POST', path: `${path}/auth-refresh` } as const)
  try {
    const result = await transport.send<AuthResult<T>>({ ...call, ...options, query: queryOf(options) })
    return keepSession(transport, result)
  } catch (error) {
    // Someone may have signed in meanwhile: only the token that was refused is forgotten.
    if (isRefused(error) && store.token === asked) store.clear()
    throw error
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 401 || error.status === 403)
}

function asRecord(value: unknown): RecordJson {
  if (isRecord(value)) return value
  throw new TypeError('The server answered a sign-in without a record.')
}

function isRecord(value: unknown): value is RecordJson {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
}
