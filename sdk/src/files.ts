import type { CallOptions } from './query.ts'
import { toQueryString } from './query.ts'
import type { Transport } from './transport.ts'

export interface FileUrlOptions {
  /** `100x100`, as the field lists them. */
  thumb?: string | undefined
  /** For protected files: what `files.token()` answers. */
  token?: string | undefined
  /** Saved rather than shown. */
  download?: boolean
}

/** Files of records. */
export interface FilesApi {
  /**
   * The address of a file; '' when there is none.
   *
   * @example <img src={dapur.files.url(dish, dish.picture, { thumb: '200x200' })} />
   */
  url(record: FileOwner, name: string, options?: FileUrlOptions): string
  /** A token for the addresses of protected files, good for a few minutes. Throws an `ApiError`. */
  token(options?: CallOptions): Promise<string>
}

/** The record that has the file. */
export interface FileOwner {
  readonly id: string
  readonly collectionId?: string
  readonly collectionName?: string
}

/** The calls on files (contract services.md §4). */
export function filesOf(transport: Transport): FilesApi {
  return {
    url: (record, name, options) => fileUrl(transport.url, record, { name, ...options }),
    async token(options = {}) {
      const { token } = await transport.send<{ token: string }>({
        method: 'POST',
        path: '/api/files/token',
        ...options,
      })
      return token
    },
  }
}

function fileUrl(
  base: string,
  { id, collectionId, collectionName }: FileOwner,
  { name, thumb, token, download }: FileUrlOptions & { name: string },
): string {
  const collection = collectionId || collectionName
  if (id === '' || name === '' || collection === undefined || collection === '') return ''
  const path = [collection, id, name].map((part) => encodeURIComponent(part)).join('/')
  return `${base}/api/files/${path}${toQueryString({ thumb, token, download: download ? 1 : undefined })}`
}
