import type { IncomingMessage } from 'node:http'
import { getQueryParam } from 'hono/utils/url'
import type { Exchange } from './respond.ts'
import type { Visit } from './visit.ts'

const nothing: Record<string, string> = Object.freeze(Object.create(null))

/** Where the router has brought a request: the pattern of its route, and what its parameters took. */
export interface Matched {
  /** `/api/collections/:collection/records/:id` */
  readonly route: string
  /** The place of each parameter in `stash`. */
  readonly places: Readonly<Record<string, number>>
  readonly stash: readonly string[]
}

/**
 * A request without a body as node:http brings it, for handlers that take Hono's context as well: what they ask of it
 * has the same answers, without a `Request` being made first.
 */
export class DirectExchange implements Exchange {
  readonly req: DirectRequest
  readonly env: { readonly incoming: IncomingMessage; visit?: Visit }
  readonly route: string

  constructor(incoming: IncomingMessage, path: string, matched: Matched) {
    this.req = new DirectRequest(incoming, path, matched)
    this.env = { incoming }
    this.route = matched.route
  }
}

class DirectRequest {
  readonly path: string
  readonly #incoming: IncomingMessage
  readonly #matched: Matched
  #query: Record<string, string> | undefined

  constructor(incoming: IncomingMessage, path: string, matched: Matched) {
    this.path = path
    this.#incoming = incoming
    this.#matched = matched
  }

  get method(): string {
    return this.#incoming.method ?? 'GET'
  }

  get url(): string {
    return `http://${this.#incoming.headers.host ?? 'localhost'}${this.#incoming.url ?? '/'}`
  }

  get raw(): Request {
    const headers = new Headers()
    for (const [name, values = []] of Object.entries(this.#incoming.headersDistinct))
      for (const value of values) headers.append(name, value)
    return new Request(this.url, { method: this.method, headers })
  }

  param(name: string): string | undefined {
    const { places, stash } = this.#matched
    const place = places[name]
    return place === undefined ? undefined : stash[place]
  }

  query(): Record<string, string>
  query(name: string): string | undefined
  query(name?: string): Record<string, string> | string | undefined {
    // All at once: each name asked for alone would search the address again.
    const all = (this.#query ??= this.path === this.#incoming.url ? nothing : queryOf(this.url))
    return name === undefined ? all : all[name]
  }
}

/** Taken apart as Hono does it. */
function queryOf(url: string): Record<string, string> {
  const all = getQueryParam(url)
  return typeof all === 'object' ? all : nothing
}
