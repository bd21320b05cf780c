import { openAsBlob } from 'node:fs'
import {
  type FileAttributes,
  type FileContent,
  type FileStat,
  type FileStore,
  isPlainKey,
  type ListedFile,
  UNKNOWN_TYPE,
} from './file-store.ts'
import { refusal, s3Client, type S3Options, type S3Send } from './s3-client.ts'
import { s3List } from './s3-list.ts'
import { MULTIPART_FROM, s3Multipart } from './s3-multipart.ts'

/** So many are removed at once. */
const AT_ONCE = 8

const ORIGINAL_NAME = 'x-amz-meta-original-filename'

/**
 * Files in a bucket of an S3 service, under the keys that they have on the disk. Attributes are headers there.
 *
 * @example const store = s3Store({ endpoint, bucket, region, accessKey, secret, forcePathStyle: true })
 */
export function s3Store(options: S3Options): FileStore {
  const send = s3Client(options)
  const list = (prefix: string): AsyncIterable<ListedFile> => s3List(send, prefix)
  return {
    name: 's3',
    async put(key, path, attributes) {
      if (!isPlainKey(key)) throw new Error(`"${key}" cannot be the key of a file`)
      const file = await openAsBlob(path)
      const headers = headersOf(attributes)
      if (file.size >= MULTIPART_FROM) return s3Multipart(send, { key, file, headers })
      await expectOk(send({ method: 'PUT', key, body: file, headers }))
    },
    stat: async (key) => (isPlainKey(key) ? stat(send, key) : undefined),
    async read(key, range) {
      if (!isPlainKey(key)) return undefined
      const headers = range ? { range: `bytes=${range.start}-${range.end}` } : {}
      return contentOf(await send({ method: 'GET', key, headers }))
    },
    list,
    async remove(key) {
      if (isPlainKey(key)) await remove(send, key)
    },
    async removeAll(prefix) {
      if (!isPlainKey(prefix)) return
      let waiting: Promise<void>[] = []
      for await (const { key } of list(prefix)) {
        waiting.push(remove(send, key))
        if (waiting.length < AT_ONCE) continue
        await Promise.all(waiting)
        waiting = []
      }
      await Promise.all(waiting)
    },
  }
}

/** Header values are ASCII: names are written as in an address. */
function headersOf({ contentType, originalName }: FileAttributes): Record<string, string> {
  return { 'content-type': contentType, [ORIGINAL_NAME]: encodeURIComponent(originalName.toWellFormed()) }
}

async function stat(send: S3Send, key: string): Promise<FileStat | undefined> {
  const response = await send({ method: 'HEAD', key })
  if (response.status === 404) return undefined
  if (!response.ok) throw await refusal(response)
  const { headers } = response
  return {
    size: Number(headers.get('content-length') ?? 0),
    modified: Date.parse(headers.get('last-modified') ?? '') || 0,
    contentType: headers.get('content-type') || UNKNOWN_TYPE,
    originalName: decode(headers.get(ORIGINAL_NAME) ?? ''),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Written by another program, as it stands.
    return text
  }
}

async function contentOf(response: Response): Promise<FileContent | undefined> {
  if (response.status === 404) {
    await response.body?.cancel()
    return undefined
  }
  if (!response.ok) throw await refusal(response)
  return response.body ?? new Uint8Array()
}

async function remove(send: S3Send, key: string): Promise<void> {
  const response = await send({ method: 'DELETE', key })
  if (response.status !== 404) return expectOk(response)
  await response.body?.cancel()
}

async function expectOk(answer: Promise<Response> | Response): Promise<void> {
  const response = await answer
  if (!response.ok) throw await refusal(response)
  await response.body?.cancel()
}
