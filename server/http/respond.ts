import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Visit } from './visit.ts'

interface Env {
  /** In tests without a socket there are none. */
  Bindings: Partial<HttpBindings> & { visit?: Visit }
}

/** Where routes are put. */
export type HttpApp = Hono<Env>

/** What a route gets: Hono's context, or what stands for it where Hono is not asked (`direct.ts`). */
export interface Exchange {
  /** Undefined in tests that hand over a request and nothing else. */
  readonly env: Env['Bindings'] | undefined
  readonly req: {
    readonly method: string
    readonly path: string
    readonly url: string
    readonly raw: Request
    /** A part of the path by the name that the pattern of the route gives it. */
    param(name: string): string | undefined
    query(): Record<string, string>
    query(name: string): string | undefined
  }
}

/** An answer that is ready to be written. */
export interface Written {
  readonly status: number
  readonly headers: Headers
  readonly body: string | Uint8Array<ArrayBuffer> | null
}

type Headers = Readonly<Record<string, string>>

/** The only writer of responses under `/api`. */
export interface Respond {
  /** A JSON text that is ready; the line feed at its end is added here. */
  json(exchange: Exchange, status: number, text: string): Written
  /** 204. */
  nothing(exchange: Exchange): Written
  /** The headers of every answer, for routes that write one of another kind. */
  headers(exchange: Exchange): Headers
  /** The answer to a preflight (contract data.md §1.4). */
  preflight(exchange: Exchange): Response
}

const SECURITY: Headers = {
  'x-xss-protection': '1; mode=block',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  vary: 'Origin, Authorization',
}
const METHODS = 'GET,HEAD,PUT,PATCH,POST,DELETE'
const MAX_KNOWN_ORIGINS = 1000

/**
 * One header of the request, read where it is cheapest: from the socket's own table when there is one.
 *
 * @example header(exchange, 'authorization')
 */
export function header(exchange: Exchange, name: string): string | undefined {
  const incoming = incomingOf(exchange)
  if (!incoming) return exchange.req.raw.headers.get(name) ?? undefined
  const value = incoming.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** Node's own request, when the exchange came through a socket. */
export function incomingOf(exchange: Exchange): HttpBindings['incoming'] | undefined {
  return exchange.env?.incoming
}

/** The same answer for Hono. */
export function toResponse({ status, headers, body }: Written): Response {
  return new Response(body, { status, headers })
}

/**
 * Build the writer for a list of allowed origins (`*` and `?` are wildcards).
 *
 * Headers are frozen plain objects: handed to `new Response`, that is the one form that @hono/node-server writes
 * without building a Headers object (`performance.md` §1), so nothing may set a header afterwards.
 */
export function responder(origins: readonly string[]): Respond {
  const allowed = originTest(origins)
  const known = new Map<string, { json: Headers; bare: Headers }>()
  const without = headersFor(undefined)
  const everyone = headersFor('*')

  const pick = (exchange: Exchange): { json: Headers; bare: Headers } => {
    const origin = header(exchange, 'origin')
    if (origin === undefined) return without
    const answer = allowed(origin)
    if (answer === undefined) return without
    if (answer === '*') return everyone
    const seen = known.get(answer)
    if (seen) return seen
    if (known.size >= MAX_KNOWN_ORIGINS) known.clear()
    const made = headersFor(answer)
    known.set(answer, made)
    return made
  }

  return {
    json: (exchange, status, text) => ({ status, headers: pick(exchange).json, body: text + '\n' }),
    nothing: (exchange) => ({ status: 204, headers: pick(exchange).bare, body: null }),
    headers: (exchange) => pick(exchange).bare,
    preflight: (exchange) => preflight(exchange, allowed),
  }
}

function headersFor(origin: string | undefined): { json: Headers; bare: Headers } {
  const bare = origin === undefined ? { ...SECURITY } : { ...SECURITY, 'access-control-allow-origin': origin }
  return { bare: Object.freeze(bare), json: Object.freeze({ 'content-type': 'application/json', ...bare }) }
}

function preflight(exchange: Exchange, allowed: (origin: string) => string | undefined): Response {
  const headers: Record<string, string> = {
    ...SECURITY,
    vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
  }
  const origin = header(exchange, 'origin')
  const answer = origin === undefined ? undefined : allowed(origin)
  if (answer !== undefined) {
    headers['access-control-allow-origin'] = answer
    headers['access-control-allow-methods'] = METHODS
    const wanted = header(exchange, 'access-control-request-headers')
    if (wanted !== undefined) headers['access-control-allow-headers'] = wanted
  }
  return new Response(null, { status: 204, headers })
}

/**
 * May this origin read our answers? Returns what to say in `Access-Control-Allow-Origin`.
 * `null` (a sandboxed frame, a file) is always refused.
 */
export function originTest(origins: readonly string[]): (origin: string) => string | undefined {
  if (origins.includes('*')) return (origin) => (origin === 'null' ? undefined : '*')
  const patterns = origins.map((origin) => new RegExp(`^${wildcards(origin)}$`))
  return (origin) =>
    origin !== 'null' && patterns.some((pattern) => pattern.test(origin)) ? origin : undefined
}

/** `*` stands for a run of letters, digits, dots, dashes and colons: never for a slash. */
function wildcards(origin: string): string {
  const escaped = origin.replace(/[.+^${}()|[\]\\/]/g, '\\$&')
  return escaped.replaceAll('*', '[a-zA-Z0-9.:-]*').replaceAll('?', '[a-zA-Z0-9.:-]')
}
