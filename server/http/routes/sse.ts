import type { ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { apiError } from '../../base/error.ts'
import type { Pipe } from '../../realtime/pipe.ts'
import { parseListening } from '../../realtime/sse-listening.ts'
import { beQuiet } from '../answered.ts'
import { isForm, readTexts } from '../body.ts'
import { clientIp } from '../client-ip.ts'
import type { HttpHouse } from '../house.ts'
import { limitVisitor } from '../limit.ts'
import { type Exchange, header, type HttpApp } from '../respond.ts'
import { refuse, serve } from '../route.ts'

const PATH = '/api/realtime'
/** How long a listener has to take what was written, once its stream is being ended, in ms. */
const CLOSE_TIMEOUT = 10_000

/** Realtime for the official SDKs: contract services.md §3.1, §3.2. WebSockets come by `realtime.ts`. */
export function sseRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(PATH, (exchange) => {
    beQuiet(exchange)
    limitVisitor(house, exchange)
    return openStream(house, exchange)
  })

  app.post(
    PATH,
    serve(house, async (exchange, { ip = '' }) => {
      const listening = parseListening(await readTexts(exchange), { isForm: isForm(exchange) })
      await house.hub.listen(listening, { address: ip, authorization: header(exchange, 'authorization') })
      return undefined
    }),
  )
}

/**
 * Written to Node's response itself, as the frames of WebSockets are written to the socket: a web stream in between
 * would cost each listener a promise a message, and hide how much it has not taken yet.
 */
function openStream(house: HttpHouse, exchange: Exchange): Response {
  const headers = {
    ...house.respond.headers(exchange),
    'content-type': 'text/event-stream',
    'x-accel-buffering': 'no',
  }
  if (exchange.req.method === 'HEAD') return new Response(null, { headers })
  const outgoing = exchange.env?.outgoing
  // A request that came through no socket has nobody who could listen.
  if (!outgoing) return refuse(house, exchange, apiError('route_not_found', {}))
  const address = clientIp(house.settings.current.trustedProxy, exchange)
  const giveBack = house.places.take(address)
  if (!giveBack) return refuse(house, exchange, apiError('connections_too_many', {}))
  outgoing.writeHead(200, headers)
  const { end } = house.hub.stream((id) => pipeTo(outgoing, id), address)
  outgoing.once('close', () => {
    end()
    giveBack()
  })
  return RESPONSE_ALREADY_SENT
}

function pipeTo(outgoing: ServerResponse, id: string): Pipe {
  const head = `id:${id}\n`
  return {
    write(messages) {
      if (outgoing.writableEnded || outgoing.destroyed) return
      outgoing.write(messages.map(({ text }) => head + text).join(''))
    },
    get buffered() {
      return outgoing.writableLength
    },
    // The contract knows no signs of life on a stream.
    ping: () => undefined,
    close() {
      outgoing.end()
      // Whoever does not read would keep it for ever.
      const timer = setTimeout(() => outgoing.destroy(), CLOSE_TIMEOUT).unref()
      outgoing.once('close', () => clearTimeout(timer))
    },
    cut: () => outgoing.destroy(),
  }
}
