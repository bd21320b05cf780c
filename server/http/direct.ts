import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { andThen, type Now } from '../base/now.ts'
import { type AnsweredHouse, beginVisit, endVisit } from './answered.ts'
import { DirectExchange } from './direct-exchange.ts'
import type { HttpApp, Written } from './respond.ts'
import type { Answering } from './route.ts'
import { SMALL_REST } from './stop-reading.ts'

/** Answers a request without Hono; undefined for one that Hono has to answer. Never throws, never rejects. */
export type Direct = (incoming: IncomingMessage) => Now<Written> | undefined

/** Plain to every parser of addresses: nothing to decode in the path, nothing to be put right anywhere. */
const PLAIN_PATH = /^\/[\w\-:@~/]*$/
const PLAIN_QUERY = /^[!$-;=?-[\]_a-z~]*$/
const PLAIN_HOST = /^[a-z0-9._-]+(?::(?:\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}))?$/

/**
 * The short way from node:http to a handler: requests whose address is plain, which bring no body or a small JSON text, and
 * whose route is one that `serve` made, are answered without a `Request`, a context and a `Response` (measured: 2.5 of
 * 23 us of CPU of a GET of one record, 4.5 of 80 of a create). Routes and handlers are those of `app`; everything else is
 * left to Hono, and answered alike.
 *
 * @example const answer = direct(house, app)(incoming)
 */
export function direct(house: AnsweredHouse, { router }: HttpApp): Direct {
  return (incoming) => {
    const { method = '' } = incoming
    if (!isSimple(method, incoming.headers)) return undefined
    const target = incoming.url ?? ''
    const mark = target.indexOf('?')
    const path = mark < 0 ? target : target.slice(0, mark)
    if (!isPlain(path, target.slice(path.length), incoming.headers.host)) return undefined
    const matched = router.match(method, path)
    if (matched.length !== 2) return undefined
    const [[found], stash] = matched
    if (found === undefined) return undefined
    const [[handler, { path: route }], places] = found
    if (!isServed(handler)) return undefined
    return answer(house, handler.answer, new DirectExchange(incoming, path, { route, places, stash }))
  }
}

/** A GET without a body, or a small JSON text, of which no more can be left over than is read past (`stop-reading.ts`). */
function isSimple(method: string, headers: IncomingHttpHeaders): boolean {
  if (headers['transfer-encoding'] !== undefined) return false
  const length = headers['content-length']
  if (method === 'GET') return length === undefined
  if (method !== 'POST' && method !== 'PATCH') return false
  return Number(length) <= SMALL_REST && headers['content-type'] === 'application/json'
}

function isPlain(path: string, query: string, host: string | undefined): boolean {
  return host !== undefined && PLAIN_HOST.test(host) && PLAIN_PATH.test(path) && PLAIN_QUERY.test(query)
}

function isServed(handler: object): handler is { readonly answer: Answering } {
  return 'answer' in handler
}

function answer(house: AnsweredHouse, answering: Answering, exchange: DirectExchange): Now<Written> {
  const visit = beginVisit(house, undefined, exchange.env.incoming)
  if (!visit) return answering(exchange)
  exchange.env.visit = visit
  return endVisit(house, visit, answering(exchange))
}

/**
 * Write an answer of `direct`, as @hono/node-server writes that of Hono. What is left of a body is read past, or the next
 * request of the connection would wait behind it.
 */
export function writeAnswer(incoming: IncomingMessage, outgoing: ServerResponse, answer: Now<Written>): void {
  void andThen(answer, ({ status, headers, body }) => {
    if (body === null) outgoing.writeHead(status, headers)
    else outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
    outgoing.end(body)
    if (incoming.method !== 'GET' && !incoming.readableEnded) incoming.resume()
  })
}
