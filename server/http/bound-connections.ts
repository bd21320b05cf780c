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
  /** The same for one that wants to become a WebSocket. */
  turnAwayUpgrade(socket: Duplex): boolean
}

/** Of the files that a process may have open, those for the data, the processes it starts, and calls to elsewhere. */
const KEPT_BACK = 64
const KEPT_BACK_PER_CORE = 4
/** Its socket, and a file that is written or read for it. */
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
 * @param most connections; by what the process may open when nothing is said
 * @example const bound = boundConnections(server)
 */
export function boundConnections(server: Server, most: number = mostConnections()): ConnectionBound {
  const roomFor = Math.floor(most * SHARE_LET_IN)
  const beyond = new WeakSet<Duplex>()
  const { keepAliveTimeout } = server
  let open = 0

  const isTooMany = (socket: Duplex): boolean => open > roomFor && beyond.has(socket)

  server.maxConnections = most
  server.on('connection', (socket: Socket) => {
    open++
    socket.once('close', () => {
      open--
      if (open <= roomFor) server.keepAliveTimeout = keepAliveTimeout
    })
    if (open <= roomFor) return
    beyond.add(socket)
    server.keepAliveTimeout = IDLE_WHEN_FULL_MS
  })
  return {
    turnAway(request, response) {
      if (!isTooMany(request.socket)) return false
      const headers = { 'content-type': 'application/json', 'retry-after': RETRY_AFTER, connection: 'close' }
      response.writeHead(503, headers).end(errorText(apiError('server_full', {})))
      return true
    },
    turnAwayUpgrade(socket) {
      if (!isTooMany(socket)) return false
      answerSocket(socket, 503, errorText(apiError('server_full', {})))
      return true
    },
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
