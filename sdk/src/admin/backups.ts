import type { Caller } from '../caller.ts'
import { type CallOptions, toQueryString } from '../query.ts'

/** A backup as it is listed; `size` is in bytes. */
export interface BackupJson {
  key: string
  modified: string
  size: number
}

/** The backups. Every call throws an `ApiError`. */
export interface BackupsApi {
  list(options?: CallOptions): Promise<BackupJson[]>
  /** Makes one now, and answers when it is there. The server finds a name unless told. */
  create(name?: string, options?: CallOptions): Promise<void>
  upload(file: File, options?: CallOptions & { onProgress?: (share: number) => void }): Promise<void>
  delete(key: string, options?: CallOptions): Promise<void>
  /** Begins to go back to this one; the server restarts. */
  restore(key: string, options?: CallOptions): Promise<void>
  /** The address to fetch it from, with a token of `dapur.files.token()`. */
  url(key: string, token: string): string
}

/**
 * The backups of the server (contract services.md §6.2), for superusers.
 *
 * @example await backupsOf(dapur).create('before_the_move.zip')
 */
export function backupsOf(client: Caller): BackupsApi {
  const path = '/api/backups'
  const one = (key: string): string => `${path}/${encodeURIComponent(key)}`
  return {
    list: (options) => client.send({ method: 'GET', path, ...options }),
    async create(name, options) {
      await client.send({ method: 'POST', path, ...options, body: { name } })
    },
    async upload(file, options) {
      await client.send({ method: 'POST', path: `${path}/upload`, ...options, body: { file } })
    },
    async delete(key, options) {
      await client.send({ method: 'DELETE', path: one(key), ...options })
    },
    async restore(key, options) {
      await client.send({ method: 'POST', path: `${one(key)}/restore`, ...options })
    },
    url: (key, token) => `${client.url}${one(key)}${toQueryString({ token })}`,
  }
}
