import { apiError } from '../base/error.ts'
import { pourBody, readText } from './body-bytes.ts'
import { parseJsonBody } from './body-json.ts'
import { type UploadedFile, type UploadHouse, type Uploads, uploadsTo } from './body-uploads.ts'
import { readMultipart } from './form-multipart.ts'
import { readUrlencoded } from './form-urlencoded.ts'
import { type Exchange, header, incomingOf } from './respond.ts'

/** The most bytes of a body where a route says nothing else (contract data.md §1.6). */
export const BODY_LIMIT: number = 32 * 1024 * 1024

/** What a route wants to know of a body. */
export interface BodyOptions {
  /** The most bytes; 32 MiB when nothing is said. */
  readonly limit?: number
  /** Whether texts of a form that read as booleans or numbers become such. They do when nothing is said. */
  readonly coerce?: boolean
  /** In whose `tmp` the files of a form are put while the request lasts. Without a house they are read past. */
  readonly house?: UploadHouse
}

/** A body that was read: an object without a prototype, and the files that came with it. */
export interface ParsedBody {
  readonly values: Record<string, unknown>
  readonly files: readonly UploadedFile[]
}

interface Reading {
  readonly limit: number
  readonly coerce: boolean
  readonly uploads?: Uploads
}

const plainly: Reading = { limit: BODY_LIMIT, coerce: true }

/**
 * The body as a JSON value; a form is an object of its texts (contract data.md §1.6). An empty body is `undefined`.
 *
 * Errors: `body_too_large` 413 (by its declared length, or as soon as more arrives), `body_malformed` 400.
 */
export function readJson(exchange: Exchange, limit: number = BODY_LIMIT): Promise<unknown> {
  return read(exchange, { limit, coerce: true })
}

/**
 * The body of a request for a record: an object, or nothing at all. Files of a form are read past.
 *
 * Errors: `body_too_large` 413, `body_malformed` 400.
 *
 * @example const body = await readObject(exchange)
 */
export async function readObject(
  exchange: Exchange,
  limit: number = BODY_LIMIT,
): Promise<Record<string, unknown>> {
  return toObject(await read(exchange, { limit, coerce: true }))
}

/**
 * The same where texts must stay texts whatever they look like: a password of a form may be all digits.
 *
 * Errors: `body_too_large` 413, `body_malformed` 400.
 *
 * @example const { identity, password } = await readTexts(exchange)
 */
export async function readTexts(exchange: Exchange): Promise<Record<string, unknown>> {
  return toObject(await read(exchange, { ...plainly, coerce: false }))
}

/**
 * Read a body with its files, and do something with it. The files lie in `house.tmp` until `use` has settled;
 * whoever wants to keep one moves it away before (`rename`; the folder is on the volume of the data). They are not
 * synced to the disk, and their types are only what the client says.
 *
 * Errors: `body_too_large` 413, `body_malformed` 400, `storage_full` 507; and what `use` throws.
 *
 * @example withBody(exchange, { limit, house }, ({ values, files }) => save(values, files))
 */
export async function withBody<T>(
  exchange: Exchange,
  { limit = BODY_LIMIT, coerce = true, house }: BodyOptions,
  use: (body: ParsedBody) => Promise<T>,
): Promise<T> {
  if (house === undefined)
    return use({ values: toObject(await read(exchange, { limit, coerce })), files: [] })
  const uploads = uploadsTo(house)
  try {
    const values = toObject(await read(exchange, { limit, coerce, uploads }))
    return await use({ values, files: uploads.files })
  } finally {
    await uploads.remove()
  }
}

/** Does it bring a form, in which all values are texts and one of a list looks like no list? */
export function isForm(exchange: Exchange): boolean {
  const kind = kindOf(header(exchange, 'content-type') ?? '')
  return kind === 'multipart' || kind === 'urlencoded'
}

/**
 * Does a request that needs no body (GET, HEAD, DELETE) bring one all the same? Rules see it as `@request.body`.
 * Costs two look-ups, so that requests without one stay synchronous.
 */
export function bringsBody(exchange: Exchange): boolean {
  const { method } = exchange.req
  if (method !== 'GET' && method !== 'HEAD' && method !== 'DELETE') return false
  const headers = incomingOf(exchange)?.headers
  if (!headers) return exchange.req.raw.body !== null
  return (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined
}

async function read(exchange: Exchange, { limit, coerce, uploads }: Reading): Promise<unknown> {
  if (header(exchange, 'content-length') === '0') return undefined
  const type = header(exchange, 'content-type') ?? ''
  switch (kindOf(type)) {
    case 'json': {
      const text = await readText(exchange, limit)
      return text === '' ? undefined : parseJsonBody(text)
    }
    case 'multipart':
      return readMultipart(exchange, { limit, coerce, type, uploads })
    case 'urlencoded':
      return readUrlencoded(exchange, { limit, coerce })
    case undefined:
      // An empty body is fine, whatever it is called; one byte of anything else is not.
      await pourBody(exchange, limit, () => {
        const why = `send JSON with the header Content-Type: application/json, or a form, not "${type.slice(0, 60)}"`
        throw apiError('body_malformed', { why })
      })
      return undefined
  }
}

function kindOf(type: string): 'json' | 'multipart' | 'urlencoded' | undefined {
  const lower = type.toLowerCase()
  if (lower.startsWith('application/json')) return 'json'
  if (lower.startsWith('multipart/form-data')) return 'multipart'
  if (lower.startsWith('application/x-www-form-urlencoded')) return 'urlencoded'
  return undefined
}

function toObject(value: unknown): Record<string, unknown> {
  // A copy without a prototype: a key such as `__proto__` is then a key like any other.
  const body: Record<string, unknown> = Object.create(null)
  if (value === undefined || value === null) return body
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw apiError('body_malformed', { why: 'it has to be a JSON object' })
  }
  for (const [key, item] of Object.entries(value)) body[key] = item
  return body
}
