import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { Log } from '../../base/log.ts'
import type { Connection, Hub } from '../../realtime/hub.ts'
import type { Ending } from '../../realtime/limits.ts'
import type { Pipe } from '../../realtime/pipe.ts'
import { answerSocket } from '../answer-socket.ts'
import { originTest } from '../respond.ts'
import type { SocketPlaces } from '../socket-places.ts'
import { writeFrames } from '../write-frames.ts'

/** The door for WebSockets at `/api/realtime`: what a Node server needs to let them in, and to see them out. */
export interface RealtimeDoor {
  /** For `shouldUpgradeCallback` of `http.createServer`: whatever else asks for an upgrade is a request like any other. */
  wants(request: IncomingMessage): boolean
  /** For the server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Close every socket, with 1001 for good and 1012 for a restart; what is still there after a second is cut. */
  close(ending?: Ending): Promise<void>
}

export interface DoorOptions {
  /** The same list as for CORS: `*` and `?` are wildcards, `null` is always refused. */
  readonly origins: readonly string[]
  readonly log: Log
  /** Where a handshake comes from (`base/ip.ts`). */
  readonly addressOf: (request: IncomingMessage) => string
  /** Told of every handshake that is turned away. */
  readonly onRefused?: (request: IncomingMessage, status: number, why: string) => void
  /** May one more come from this address? */
  readonly isWithinLimits: (address: string) => boolean
  /** Takes a place for one more, which is given back at its end; undefined where there is none. */
  readonly places: SocketPlaces
}

const PATH = '/api/realtime'
const PROTOCOL = 'dapur.v1'
const MAX_FRAME = 64 * 1024
const MAX_FRAGMENTS = 64
/** How long a peer has to take what was written, once its socket is being closed, in ms. */
const CLOSE_TIMEOUT = 10_000
const STOP_TIMEOUT = 1000

/**
 * Open the door. Tokens never come with the handshake (`reliability.md` §1.5 W1): whoever gets in is a guest until its
 * first frames say otherwise, and a page of a foreign origin does not get in (403).
 *
 * @example
 * const door = realtimeDoor(hub, { origins: ['*'], log, addressOf, isWithinLimits: () => true, places })
 * const server = http.createServer({ shouldUpgradeCallback: (request) => door.wants(request) }, listener)
 * server.on('upgrade', (request, socket, head) => door.upgrade(request, socket, head))
 */
export function realtimeDoor(hub: Hub, options: DoorOptions): RealtimeDoor {
  const { origins, log, addressOf, isWithinLimits, onRefused, places } = options
  const allows = originTest(origins)
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    // Compressing costs 20 to 30 times as much as sending (`performance.md` §6).
    perMessageDeflate: false,
    maxPayload: MAX_FRAME,
    maxFragments: MAX_FRAGMENTS,
    handleProtocols: () => PROTOCOL,
  })
  return {
    wants: ({ url = '', headers }) => url.split('?')[0] === PATH && isWebSocket(headers.upgrade),
    upgrade(request, socket, head) {
      const { origin, 'sec-websocket-protocol': protocols } = request.headers
      const turnAway = (status: number, why: string): void => {
        onRefused?.(request, status, why)
        answerSocket(socket, status, `${JSON.stringify({ data: {}, message: why, status })}\n`)
      }
      if (origin !== undefined && allows(origin) === undefined && !isOwn(origin, request.headers.host))
        return turnAway(403, 'Pages of this origin are not let in; see --origins.')
      if (protocols !== undefined && !protocols.split(',').some((name) => name.trim() === PROTOCOL))
        return turnAway(400, `Speak the subprotocol ${PROTOCOL}, or name none.`)
      const address = addressOf(request)
      if (!isWithinLimits(address)) return turnAway(429, 'Too many requests; try again later.')
      const giveBack = places.take(address)
      if (!giveBack) return turnAway(429, 'Too many connections from this address; close some of them first.')
      // Also when the handshake comes to nothing.
      socket.once('close', giveBack)
      server.handleUpgrade(request, socket, head, (peer) => {
        const connection = hub.connect(pipeTo(peer, socket), address)
        join(connection, peer, log)
      })
    },
    close: (ending) => closeAll(hub, server, ending),
  }
}

/** A page that this server sent itself, as the admin UI is: browsers name the origin there too. */
function isOwn(origin: string, host: string | undefined): boolean {
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host
}

function isWebSocket(upgrade: string | undefined): boolean {
  return upgrade?.toLowerCase() === 'websocket'
}

function join(connection: Connection, peer: WebSocket, log: Log): void {
  peer.on('message', (data, isBinary) => {
    // With the binary type that is set by default, a frame is one Buffer; a binary one is none of ours.
    if (Buffer.isBuffer(data)) connection.receive(isBinary ? '' : data.toString(), data.length)
  })
  peer.on('ping', (data) => connection.hear(data.length))
  peer.on('pong', (data) => connection.hear(data.length))
  peer.on('close', () => connection.end())
  // Oversized, malformed or broken off: ws closes the socket by itself, with the code that fits.
  peer.on('error', (error) => log.debug({ err: error }, 'a realtime socket failed'))
}

function pipeTo(peer: WebSocket, socket: Duplex): Pipe {
  return {
    write(messages) {
      if (peer.readyState === WebSocket.OPEN) writeFrames(socket, messages)
    },
    get buffered() {
      return socket.writableLength
    },
    ping() {
      if (peer.readyState === WebSocket.OPEN) peer.ping()
    },
    close(code, reason) {
      peer.close(code, reason)
      const timer = setTimeout(() => peer.terminate(), CLOSE_TIMEOUT).unref()
      peer.once('close', () => clearTimeout(timer))
    },
    cut: () => peer.terminate(),
  }
}

async function closeAll(hub: Hub, server: WebSocketServer, ending?: Ending): Promise<void> {
  hub.close(ending)
  const closed = [...server.clients].map((peer) => new Promise((resolve) => peer.once('close', resolve)))
  const timer = setTimeout(() => server.clients.forEach((peer) => peer.terminate()), STOP_TIMEOUT)
  await Promise.all(closed)
  clearTimeout(timer)
}
