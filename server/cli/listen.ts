import { createServer, type RequestListener, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { App } from '../app.ts'
import { answerUnreadable } from '../http/answer-unreadable.ts'
import { boundConnections } from '../http/bound-connections.ts'
import { writeAnswer } from '../http/direct.ts'
import { type BodyPatience, refuseSlowBodies } from '../http/slow-bodies.ts'

/** A socket that is open. */
export interface Listening {
  /** `http://127.0.0.1:8090` */
  readonly address: string
  /** Take no more, finish what was started, cut what lingers. */
  close(): Promise<void>
}

/** Where it is, and how patient it is with bodies; as `refuseSlowBodies` when nothing is said. */
interface Place {
  readonly host: string
  readonly port: number
  readonly patience?: BodyPatience
  /** How long the headers of a request may take, in ms; 10 s when nothing is said. */
  readonly headersWithin?: number
  /** How many connections are let in; as `boundConnections` when nothing is said. */
  readonly mostConnections?: number
}

const HEADERS_TIMEOUT_MS = 10_000
/** How often it is looked for connections that are too slow. */
const LOOK_MS = 250
/** Longer than proxies keep a line that idles (nginx: 60 s): one that we closed under their next POST is a 502. */
const KEEP_ALIVE_MS = 75_000
/** How long started requests have once the server is stopping. */
const GRACE_MS = 2500

/**
 * Open the socket of an app.
 *
 * Errors: a plain Error that says which address is taken.
 *
 * @example const { address } = await listen(app, { host: '127.0.0.1', port: 0 })
 */
export async function listen(
  app: App,
  { host, port, patience, headersWithin = HEADERS_TIMEOUT_MS, mostConnections }: Place,
): Promise<Listening> {
  const answer = listener(app)
  const server = createServer(
    {
      headersTimeout: headersWithin,
      // Node looks every 30 s: who is too slow lives as much longer, and thousands are cut in one turn of the loop.
      connectionsCheckingInterval: Math.min(LOOK_MS, headersWithin / 2),
      // Of the whole, which may take as long as it needs: `refuseSlowBodies` looks that it goes on.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      shouldUpgradeCallback: (request) => app.realtime.wants(request),
    },
    (request, response) => {
      if (!bound.turnAway(request, response)) answer(request, response)
    },
  )
  const bound = boundConnections(server, mostConnections)
  server.on('clientError', answerUnreadable)
  refuseSlowBodies(server, patience)
  server.on('upgrade', (request, socket, head) => {
    if (!bound.turnAwayUpgrade(socket)) app.realtime.upgrade(request, socket, head)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)))
    server.listen(port, host, resolve)
  })
  const shown = host.includes(':') ? `[${host}]` : host
  return {
    address: `http://${shown}:${portOf(server)}`,
    close: async () => void (await Promise.all([app.realtime.close(), closeServer(server)])),
  }
}

/** The short way where it can be taken, and Hono for the rest. */
function listener(app: App): RequestListener {
  const ask = getRequestListener(app.fetch)
  return (request, response) => {
    const answer = app.direct(request)
    if (answer === undefined) void ask(request, response)
    else writeAnswer(request, response, answer)
  }
}

function portOf(server: Server): number {
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the server listens on no port')
  return bound.port
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error
  return new Error(`${host}:${port} is taken by another program; choose another port with --port.`, {
    cause: error,
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
