import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** A request to somewhere else. */
export interface OutgoingRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** May it go to addresses that are not on the public internet? Never for an address that comes from data. */
  readonly allowPrivate: boolean
  /** Milliseconds for all of it; 10 s when nothing is said. */
  readonly timeout?: number
  /** Ends it before that. */
  readonly signal?: AbortSignal
  /** The most bytes of an answer; 1 MiB when nothing is said. */
  readonly limit?: number
  /** Is the status all that is wanted? Then nothing of the body is read. */
  readonly ignoresBody?: boolean
}

/** What came back, read whole. */
export interface OutgoingAnswer {
  readonly status: number
  readonly type: string
  readonly body: Buffer
}

/** Why a request was not made, or its answer not taken. */
export class OutgoingError extends Error {}

const TIMEOUT_MS = 10_000
const LIMIT = 1024 * 1024
const MAX_REDIRECTS = 3
const REDIRECTS = new Set([301, 302, 303, 307, 308])
const PROTOCOLS = new Set(['http:', 'https:'])

/**
 * Ask another server, the only way out of this house (architecture.md, *Beyond the contract*; `reliability.md` F5).
 *
 * Every address that the name stands for is checked, and the connection goes to a checked one: a name that answers
 * otherwise a moment later gains nothing. A GET follows up to three redirects, each checked anew; one that leaves the
 * origin has to lead to a public address whatever is allowed, loses the headers, and may not leave TLS. A POST follows
 * none. Answers come uncompressed or not at all, so that few bytes cannot become many.
 *
 * Errors: `OutgoingError` for what is refused here; Node's own for a server that is not there.
 *
 * @example await guardedFetch('https://oauth2.googleapis.com/token', { method: 'POST', body, allowPrivate: true })
 */
export async function guardedFetch(address: string, request: OutgoingRequest): Promise<OutgoingAnswer> {
  const deadline = AbortSignal.timeout(request.timeout ?? TIMEOUT_MS)
  const signal = request.signal ? AbortSignal.any([request.signal, deadline]) : deadline
  let url = parseUrl(address)
  let next = request
  for (let redirects = 0; ; redirects++) {
    const response = await send(url, next, signal)
    const target = targetOf(response, url, next)
    if (!target) return next.ignoresBody ? readHead(response) : await read(response, next.limit ?? LIMIT)
    response.destroy()
    if (redirects >= MAX_REDIRECTS) throw new OutgoingError('it redirects too often')
    if (url.protocol === 'https:' && target.protocol !== 'https:')
      throw new OutgoingError('it redirects away from TLS')
    // What the headers say, a token perhaps, is for the origin that was asked.
    if (target.origin !== url.origin) next = { ...next, headers: {}, allowPrivate: false }
    url = target
  }
}

/** Errors: `OutgoingError` for what is no address, another protocol, or one with a name and a password. */
function parseUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !PROTOCOLS.has(url.protocol)) throw new OutgoingError('this is no address of the web')
  if (url.username !== '' || url.password !== '')
    throw new OutgoingError('an address with a user name is not asked')
  return url
}

function targetOf(
  { statusCode = 0, headers: { location } }: IncomingMessage,
  url: URL,
  { method = 'GET' }: OutgoingRequest,
): URL | undefined {
  if (method !== 'GET' || location === undefined || !REDIRECTS.has(statusCode)) return undefined
  return parseUrl(URL.canParse(location, url.href) ? new URL(location, url.href).href : '')
}

function send(
  url: URL,
  { method = 'GET', headers, body, allowPrivate }: OutgoingRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !allowPrivate && !isPublicAddress(host)) throw notPublic()
  const options = {
    method,
    headers: { ...headers, 'accept-encoding': 'identity', 'user-agent': 'Dapur' },
    lookup: allowPrivate ? lookupAny : lookupPublic,
    // A kept connection was checked for another request, which may have been allowed more.
    agent: false,
    signal,
  }
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options)
    request.once('response', resolve).once('error', reject).end(body)
  })
}

const lookupAny = lookupWith(() => true)
const lookupPublic = lookupWith(isPublicAddress)

/** Node connects to what this answers, and to nothing else; it is not asked for what is an IP address already. */
function lookupWith(isFine: (address: string) => boolean): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { all: true, verbatim: true }).then(
      (addresses) => {
        const [first] = addresses
        // One bad address among good ones is a trick, too.
        if (!first || !addresses.every(({ address }) => isFine(address))) return callback(notPublic(), '')
        if (options.all) return callback(null, addresses)
        return callback(null, first.address, first.family)
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ''),
    )
  }
}

function notPublic(): OutgoingError {
  return new OutgoingError('it does not lie on the public internet')
}

function readHead(response: IncomingMessage): OutgoingAnswer {
  response.destroy()
  const { statusCode = 0, headers } = response
  return { status: statusCode, type: headers['content-type'] ?? '', body: Buffer.alloc(0) }
}

async function read(response: IncomingMessage, limit: number): Promise<OutgoingAnswer> {
  const { statusCode = 0, headers } = response
  const encoding = headers['content-encoding'] ?? 'identity'
  const declared = Number(headers['content-length'] ?? 0)
  if (encoding !== 'identity' || declared > limit) {
    response.destroy()
    throw new OutgoingError(encoding === 'identity' ? tooLarge(limit) : 'its answer is compressed')
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    // Leaving the loop destroys the response.
    if (size > limit) throw new OutgoingError(tooLarge(limit))
    chunks.push(bytes)
  }
  return { status: statusCode, type: headers['content-type'] ?? '', body: Buffer.concat(chunks) }
}

function tooLarge(limit: number): string {
  return `its answer is larger than ${limit} bytes`
}
