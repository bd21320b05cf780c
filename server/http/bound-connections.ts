import { existsSync, readFileSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { availableParallelism } from 'node:os'
import type { Duplex } from 'node:stream'
import { apiError } from '../base/error.ts'
import { answerSocket } from './answer-socket.ts'
import { errorText } from './envelope.ts'

/** What a server does with connections that are too many. */
export interface ConnectionBound {
  /** Answer a request of such a connection with 503 and close it; false for one that there is room for. */
  turnAway(request: IncomingMessage, response: ServerResponse): boolean
  /** The same for one that wants to become a WebSocket; one that there is room for needs no file from then on. */
  turnAwayUpgrade(socket: Duplex): boolean
}

/** Of the files that a process may have open, those for the data, the processes it starts, and calls to elsewhere. */
const KEPT_BACK = 64
const KEPT_BACK_PER_CORE = 4
/** Its socket, and a file that is written or read for it. A WebSocket needs no second one. */
const FILES_A_CONNECTION = 2
const FEWEST = 16
/** The others of all connections are for those that are told to come again. */
const SHARE_LET_IN = 7 / 8
const LIMITS = '/proc/self/limits'
/** For so long a connection may idle after an answer while there is no room. */
const IDLE_WHEN_FULL_MS = 5000
const RETRY_AFTER = '1'

/**
 * Let in only as many connections as there are files for (`reliability.md` H2, O12): a server without one cannot keep an
 * upload, read the database anew or start a process, and would fail those that it has let in. Those beyond are told with
 * 503 to come again, and when there are even more they are closed unheard. Meanwhile nobody idles for long.
 *
 * @param most connections while none is a WebSocket; by what the process may open when nothing is said
 * @example const bound = boundConnections(server)
 */
export function boundConnections(server: Server, most: number = mostConnections()): ConnectionBound {
  const places = new Places(server, most)
  server.on('connection', (socket: Socket) => places.enter(socket))
  return {
    turnAway(request, response) {
      if (!places.isTooMany(request.socket)) return false
      const headers = { 'content-type': 'application/json', 'retry-after': RETRY_AFTER, connection: 'close' }
      response.writeHead(503, headers).end(errorText(apiError('server_full', {})))
      return true
    },
    turnAwayUpgrade(socket) {
      const isTooMany = places.isTooMany(socket)
      if (isTooMany) answerSocket(socket, 503, errorText(apiError('server_full', {})))
      else places.upgrade(socket)
      return isTooMany
    },
  }
}

/** Counts who is there, and has the server drop whom nobody has time for. */
class Places {
  readonly #server: Server
  readonly #most: number
  /** What the server lets a connection idle when there is room. */
  readonly #idle: number
  readonly #beyond = new WeakSet<Duplex>()
  #open = 0
  #webSockets = 0

  constructor(server: Server, most: number) {
    this.#server = server
    this.#most = most
    this.#idle = server.keepAliveTimeout
    this.#adjust()
  }

  enter(socket: Socket): void {
    this.#open++
    socket.once('close', () => {
      this.#open--
      this.#adjust()
    })
    if (this.#isFull()) this.#beyond.add(socket)
    this.#adjust()
  }

  upgrade(socket: Duplex): void {
    this.#webSockets++
    socket.once('close', () => {
      this.#webSockets--
      this.#adjust()
    })
    this.#adjust()
  }

  /** Was there no room for it when it came, and is there none now? */
  isTooMany(socket: Duplex): boolean {
    return this.#isFull() && this.#beyond.has(socket)
  }

  /** For all but WebSockets: two of those have the files of one of these. */
  get #places(): number {
    return this.#most - this.#webSockets / FILES_A_CONNECTION
  }

  #isFull(): boolean {
    return this.#open - this.#webSockets > Math.floor(this.#places * SHARE_LET_IN)
  }

  #adjust(): void {
    this.#server.maxConnections = this.#webSockets + Math.floor(this.#places)
    this.#server.keepAliveTimeout = this.#isFull() ? IDLE_WHEN_FULL_MS : this.#idle
  }
}

/** Each has a share of the files that are left. */
function mostConnections(): number {
  const kept = KEPT_BACK + KEPT_BACK_PER_CORE * availableParallelism()
  return Math.max(FEWEST, Math.floor((mostFiles() - kept) / FILES_A_CONNECTION))
}

/** Node raises the limit of its process as far as it may. Systems without `/proc` do not tell it. */
function mostFiles(): number {
  if (!existsSync(LIMITS)) return Infinity
  const [, most] = /^Max open files\s+(\d+)/m.exec(readFileSync(LIMITS, 'utf8')) ?? []
  return most === undefined ? Infinity : Number(most)
}
