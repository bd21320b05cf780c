import { apiError } from '../base/error.ts'
import { refusal, type S3Send } from './s3-client.ts'
import { valueOf } from './s3-list.ts'

const MiB = 1024 * 1024
/** Files of this size and more go in parts: one that breaks off is sent again alone. */
export const MULTIPART_FROM: number = 64 * MiB
/** A service takes 10,000 parts, of 5 MiB at least. */
const LEAST_PART = 16 * MiB
const MOST_PARTS = 10_000
const TRIES = 3

/** A file on its way. */
export interface S3Parcel {
  readonly key: string
  readonly file: Blob
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Put a large file in parts (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html). When one of them
 * cannot be sent, the service is told to forget the others.
 */
export async function s3Multipart(send: S3Send, { key, file, headers }: S3Parcel): Promise<void> {
  const begun = await send({ method: 'POST', key, query: { uploads: '' }, headers })
  if (!begun.ok) throw await refusal(begun)
  const uploadId = valueOf(await begun.text(), 'UploadId')
  if (uploadId === undefined) throw apiError('files_unreachable', { why: 'it began no upload' })
  try {
    const tags = await sendParts(send, { key, file, uploadId })
    await complete(send, { key, uploadId, tags })
  } catch (error) {
    const left = await send({ method: 'DELETE', key, query: { uploadId } })
    await left.body?.cancel()
    throw error
  }
}

interface Parts {
  readonly key: string
  readonly file: Blob
  readonly uploadId: string
}

async function sendParts(send: S3Send, { key, file, uploadId }: Parts): Promise<string[]> {
  const size = Math.max(LEAST_PART, Math.ceil(file.size / MOST_PARTS))
  const tags: string[] = []
  for (let at = 0; at < file.size; at += size) {
    const query = { partNumber: String(tags.length + 1), uploadId }
    tags.push(await sendPart(send, { key, query, body: file.slice(at, at + size) }))
  }
  return tags
}

async function sendPart(
  send: S3Send,
  part: { readonly key: string; readonly query: Readonly<Record<string, string>>; readonly body: Blob },
): Promise<string> {
  for (let tries = 1; ; tries++) {
    const response = await send({ method: 'PUT', ...part })
    const tag = response.headers.get('etag')
    if (response.ok && tag !== null) {
      await response.body?.cancel()
      return tag
    }
    const error = await refusal(response)
    if (tries === TRIES || response.status < 500) throw error
  }
}

async function complete(
  send: S3Send,
  {
    key,
    uploadId,
    tags,
  }: { readonly key: string; readonly uploadId: string; readonly tags: readonly string[] },
): Promise<void> {
  const parts = tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`)
  const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`
  const response = await send({ method: 'POST', key, query: { uploadId }, body })
  if (!response.ok) throw await refusal(response)
  // The service may find out that it cannot after it has said 200.
  const text = await response.text()
  if (/<Error>/.test(text)) throw await refusal(new Response(text, { status: 500 }))
}
