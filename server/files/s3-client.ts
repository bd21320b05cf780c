import { AwsClient } from 'aws4fetch'
import { apiError } from '../base/error.ts'

/** Where a bucket is, and who we are there (contract services.md §4.3, §5.1). */
export interface S3Options {
  readonly bucket: string
  readonly region: string
  /** `https://s3.example.com`; without a scheme it is https. */
  readonly endpoint: string
  readonly accessKey: string
  readonly secret: string
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`. */
  readonly forcePathStyle: boolean
}

/** One request to the service. */
export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** Empty for the bucket itself. */
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Blob
}

/** Sends requests; answers whatever the service does, as long as it is an answer. */
export type S3Send = (request: S3Request) => Promise<Response>

/** How long a request may take that brings and fetches no file, in ms. */
const PATIENCE = 30_000

/**
 * Signed requests to one bucket. Those without a file are tried again when the service is busy.
 *
 * Errors: `files_unreachable` 503 when there is no answer.
 *
 * @example const send = s3Client(options); await send({ method: 'HEAD', key: 'posts/abc/x.png' })
 */
export function s3Client(options: S3Options): S3Send {
  const keys = {
    accessKeyId: options.accessKey,
    secretAccessKey: options.secret,
    region: options.region,
    service: 's3',
  }
  const patient = new AwsClient({ ...keys, retries: 2 })
  // A file cannot be sent twice without being read twice: whoever sends it decides.
  const once = new AwsClient({ ...keys, retries: 0 })
  return async ({ method, key, query = {}, headers = {}, body }) => {
    const address = addressOf(baseOf(options), key, query)
    const movesFile = body instanceof Blob || (method === 'GET' && key !== '')
    try {
      return await (movesFile ? once : patient).fetch(address, {
        method,
        headers: { ...(body instanceof Blob && { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }), ...headers },
        ...(body !== undefined && { body }),
        // A service that sends us elsewhere is not the one that was configured.
        redirect: 'error',
        ...(!movesFile && { signal: AbortSignal.timeout(PATIENCE) }),
      })
    } catch (error) {
      throw apiError('files_unreachable', { why: reasonOf(error) }, { cause: error })
    }
  }
}

/**
 * The error behind an answer that is none of ours: its status, and the code that S3 has for it. The rest of the body is
 * never repeated: it may be that of another service than the one that was meant.
 */
export async function refusal(response: Response): Promise<Error> {
  const text = await response.text()
  const code = /<Code>([\w.]{1,80})<\/Code>/.exec(text)?.[1]
  return apiError('files_unreachable', {
    why: code === undefined ? `it answered ${response.status}` : `it answered ${response.status} ${code}`,
  })
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  return code ?? (error.name === 'TimeoutError' ? 'it did not answer in time' : error.message)
}

/** Ends in a slash. Errors: `files_unreachable` 503 for an endpoint that is no address. */
function baseOf({ endpoint, bucket, forcePathStyle }: S3Options): string {
  const text = /^https?:\/\//i.test(endpoint) ? endpoint : `https://${endpoint}`
  if (!URL.canParse(text))
    throw apiError('files_unreachable', { why: `"${endpoint}" is no address of a service` })
  const url = new URL(text)
  const path = url.pathname.replace(/\/*$/, '/')
  if (forcePathStyle) return `${url.origin}${path}${encode(bucket)}/`
  return `${url.protocol}//${bucket}.${url.host}${path}`
}

function addressOf(base: string, key: string, query: Readonly<Record<string, string>>): string {
  const path = key.split('/').map(encode).join('/')
  const parts = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(value)}`)
  return `${base}${path}${parts.length > 0 ? `?${parts.join('&')}` : ''}`
}

/** RFC 3986, as the signature is made of it. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
