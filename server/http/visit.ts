import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import { routePath } from 'hono/route'
import { type Actor, guest } from '../base/actor.ts'
import { canonicalIp } from '../base/ip.ts'
import type { AnsweredRequest } from '../ops/answered-request.ts'

/**
 * One request from its arrival to its answer, as listeners get to see it. A class, so that all have one hidden class
 * and what only some listeners ask for is worked out when they ask.
 */
export class Visit implements AnsweredRequest {
  readonly startedAt: number
  status = 0
  duration = 0
  actor: Actor = guest
  ip = ''
  error: unknown = undefined
  isQuiet = false
  meta: AnsweredRequest['meta'] = undefined
  /** Where the router has brought it; undefined until a route of ours looks at it. */
  exchange: object | undefined = undefined
  readonly #request: Request | undefined
  readonly #incoming: IncomingMessage | undefined

  constructor(request: Request | undefined, incoming: IncomingMessage | undefined, startedAt: number) {
    this.#request = request
    this.#incoming = incoming
    this.startedAt = startedAt
  }

  get method(): string {
    return this.#incoming?.method ?? this.#request?.method ?? ''
  }

  get url(): string {
    if (this.#incoming?.url !== undefined) return this.#incoming.url
    const url = this.#request?.url ?? ''
    const path = url.indexOf('/', url.indexOf('//') + 2)
    return path < 0 ? '/' : url.slice(path)
  }

  get route(): string {
    return this.exchange ? routeOf(this.exchange) : ''
  }

  get remoteIp(): string {
    return canonicalIp(this.#incoming?.socket.remoteAddress ?? '') ?? ''
  }

  header(name: string): string | undefined {
    if (!this.#incoming) return this.#request?.headers.get(name) ?? undefined
    const value = this.#incoming.headers[name]
    return Array.isArray(value) ? value[0] : value
  }
}

/** Of what the short way made of a request (`direct.ts`), or of Hono's context. */
function routeOf(exchange: object): string {
  if (isLocated(exchange)) return exchange.route
  return isOfHono(exchange) ? routePath(exchange) : ''
}

function isLocated(exchange: object): exchange is { readonly route: string } {
  return 'route' in exchange
}

function isOfHono(exchange: object): exchange is Context {
  return 'executionCtx' in exchange
}
