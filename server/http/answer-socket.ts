import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** How long the other side has to read the answer. */
const LINGER_MS = 1000

/**
 * Answer on a bare socket, where there is neither Hono nor Node's response, and close it.
 *
 * @param body JSON text
 * @example answerSocket(socket, 404, errorText(apiError('route_not_found', {})))
 */
export function answerSocket(socket: Duplex, status: number, body: string): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'connection: close',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
  ]
  // Whoever asked may be gone already, which is nobody's business any more.
  socket.on('error', () => socket.destroy())
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  // Whoever never ends their side would keep it open.
  setTimeout(() => socket.destroy(), LINGER_MS).unref()
}
