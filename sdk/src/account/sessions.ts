import type { Caller } from '../caller.ts'
import { accountCalls, type AccountOptions } from './account-calls.ts'

/** A session as it is listed. `device` is the user agent at sign-in; `lastSeen` is up to a minute old. */
export interface SessionJson {
  id: string
  device: string
  address: string
  created: string
  lastSeen: string
  expires: string
  /** Is it that of the request? */
  current: boolean
}

/** Where an account is signed in. Every call throws an `ApiError`. */
export interface SessionsApi {
  /** The open sessions, newest first. */
  list(options?: AccountOptions): Promise<SessionJson[]>
  /** Ends one. Its tokens are a guest's from then on; forget your own with `signOut`. */
  revoke(id: string, options?: AccountOptions): Promise<void>
  /** Ends all but that of the request. */
  revokeOthers(options?: AccountOptions): Promise<void>
}

/**
 * The sessions of a collection of accounts (`docs/auth.md`).
 *
 * @example await sessionsOf(dapur, 'users').revokeOthers()
 */
export function sessionsOf(client: Caller, collection: string): SessionsApi {
  const ask = accountCalls(client, collection)
  return {
    async list(options) {
      return (await ask<{ items: SessionJson[] }>({ method: 'GET', path: 'sessions', options })).items
    },
    async revoke(id, options) {
      await ask({ method: 'DELETE', path: `sessions/${encodeURIComponent(id)}`, options })
    },
    async revokeOthers(options) {
      await ask({ method: 'DELETE', path: 'sessions', options })
    },
  }
}
