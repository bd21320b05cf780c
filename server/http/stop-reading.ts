import { type Exchange, incomingOf } from './respond.ts'

/** A rest of this many bytes is read past, so that the connection can be used again. */
export const SMALL_REST: number = 64 * 1024
/** How long a client that goes on sending has to read our answer. */
const LINGER_MS = 1000

/**
 * Read no further from a client that sends too much, and close the connection once it has its answer.
 *
 * Both Node and its adapter read an unread body to its end after the answer; here they must not, so the request
 * gets nothing more to read. Closing at once is no way out either: a socket that is closed with unread bytes sends
 * RST, and the client may lose the answer with it. So our side is ended, and the socket lingers, unread.
 *
 * @param rest how many bytes are still to come; Infinity when nobody knows
 */
export function stopReading(exchange: Exchange, rest: number): void {
  const incoming = incomingOf(exchange)
  const outgoing = exchange.env?.outgoing
  if (!incoming || !outgoing || rest <= SMALL_REST) return
  const { socket } = incoming
  outgoing.shouldKeepAlive = false
  incoming._read = () => {}
  socket.pause()
  socket.destroySoon = () => {
    socket.end()
    setTimeout(() => socket.destroy(), LINGER_MS).unref()
  }
}
