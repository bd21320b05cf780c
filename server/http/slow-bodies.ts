import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { systemClock } from '../base/clock.ts'
import { answerUnreadable } from './answer-unreadable.ts'

/** How patient a server is with bodies. */
export interface BodyPatience {
  /** In so many ms … */
  readonly within: number
  /** … at least so many bytes have to arrive. */
  readonly least: number
  /** How often it is looked, in ms. */
  readonly every: number
}

const usual: BodyPatience = { within: 60_000, least: 16 * 1024, every: 15_000 }

/** What had arrived on a socket, and when. */
interface Progress {
  bytes: number
  at: number
}

/**
 * Cut clients that hold a connection by sending a body very slowly (`reliability.md` H2), with 408. How long a whole
 * body takes is nobody's business: a large film on a slow line may take an hour. While we do not read, because the disk
 * or a line is busy, nobody is too slow.
 *
 * @example refuseSlowBodies(createServer(…))
 */
export function refuseSlowBodies(server: Server, { within, least, every }: BodyPatience = usual): void {
  // One a connection at most: what is done with is looked for later, which costs a request next to nothing.
  const arriving = new Map<Socket, IncomingMessage>()
  const progress = new WeakMap<IncomingMessage, Progress>()

  const isTooSlow = (socket: Socket, request: IncomingMessage): boolean => {
    const { bytesRead: bytes } = socket
    const at = systemClock.steady()
    const last = progress.get(request)
    if (!last || !request.readableFlowing || bytes - last.bytes >= least) {
      progress.set(request, { bytes, at })
      return false
    }
    return at - last.at >= within
  }

  const look = (): void => {
    for (const [socket, request] of arriving) {
      if (request.complete || socket.destroyed) arriving.delete(socket)
      else if (isTooSlow(socket, request)) {
        arriving.delete(socket)
        answerUnreadable(Object.assign(new Error('too slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket)
      }
    }
  }

  server.on('request', (request: IncomingMessage) => {
    const { headers, socket } = request
    const length = headers['content-length']
    if (headers['transfer-encoding'] === undefined && (length === undefined || length === '0')) return
    arriving.set(socket, request)
  })
  const timer = setInterval(look, every).unref()
  server.on('close', () => clearInterval(timer))
}
