import type { Caller } from '../caller.ts'
import { accountCalls, type AccountOptions } from './account-calls.ts'

export type ApiKeyAction = 'list' | 'view' | 'create' | 'update' | 'delete'

/** What a key may do: everything that its account may, or that in some collections. */
export type ApiKeyScopes = '*' | { collections: string[] | '*'; actions: ApiKeyAction[] | '*' }[]

/** A key as it is listed. Times are formatted; '' for never. */
export interface ApiKeyJson {
  id: string
  name: string
  scopes: ApiKeyScopes
  expires: string
  created: string
  lastUsed: string
}

/** The API keys of who is signed in. Every call throws an `ApiError`. */
export interface ApiKeysApi {
  list(options?: AccountOptions): Promise<ApiKeyJson[]>
  /**
   * Makes a key for a program. `key` is shown this once; it goes where tokens go.
   *
   * @param wish `expires` is a date, or a time such as `2099-01-01 00:00:00.000Z`; without it the key lasts
   */
  create(
    wish: { name: string; scopes: ApiKeyScopes; expires?: Date | string },
    options?: AccountOptions,
  ): Promise<ApiKeyJson & { key: string }>
  revoke(id: string, options?: AccountOptions): Promise<void>
}

/**
 * The API keys of a collection of accounts (`docs/auth.md`).
 *
 * @example const { key } = await apiKeysOf(dapur, 'users').create({ name: 'till', scopes: '*' })
 */
export function apiKeysOf(client: Caller, collection: string): ApiKeysApi {
  const ask = accountCalls(client, collection)
  return {
    async list(options) {
      return (await ask<{ items: ApiKeyJson[] }>({ method: 'GET', path: 'api-keys', options })).items
    },
    create: ({ expires, ...wish }, options) => {
      const time = expires instanceof Date ? expires.toISOString().replace('T', ' ') : expires
      return ask({ method: 'POST', path: 'api-keys', body: { ...wish, expires: time }, options })
    },
    async revoke(id, options) {
      await ask({ method: 'DELETE', path: `api-keys/${encodeURIComponent(id)}`, options })
    },
  }
}
