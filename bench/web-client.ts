import { connect, type Socket } from 'node:net'

/** What it asks to be let in with. */
export const HANDSHAKE: string =
  'GET /api/realtime HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n'
const [TEXT, PONG] = [0x1, 0xa]
const SIGN_OF_LIFE_MS = 15_000

/**
 * Open a WebSocket that understands nothing, so that it costs its process next to nothing: it sends these frames, one
 * after the answer to the other, and is yours once the last is answered by `ok`.
 *
 * @example const socket = await openWebClient(port, [{ type: 'subscribe', id: 1, topic: 'notes/*' }])
 */
export async function openWebClient(port: number, frames: readonly object[]): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.write(HANDSHAKE)
  await textWith(socket, '"hello"')
  for (const frame of frames) {
    socket.write(maskedFrame(TEXT, JSON.stringify(frame)))
    await textWith(socket, '"ok"')
  }
  // Who gives no sign of life is dropped.
  const alive = setInterval(() => socket.write(maskedFrame(PONG, '')), SIGN_OF_LIFE_MS)
  socket.once('close', () => clearInterval(alive))
  return socket
}

function textWith(socket: Socket, word: string): Promise<void> {
  let text = ''
  return new Promise((resolve, reject) => {
    const read = (data: Buffer): void => {
      text += data.toString('latin1')
      if (!text.includes(word)) return
      socket.off('data', read)
      resolve()
    }
    socket.on('data', read)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(`the socket was closed before ${word} came: ${text}`)))
  })
}

/**
 * A frame of a client (RFC 6455 §5.2), with a mask of zeros.
 *
 * @example socket.write(maskedFrame(0x8, '')) // a good-bye
 */
export function maskedFrame(opcode: number, text: string): Buffer {
  const body = Buffer.from(text)
  const size = body.length < 126 ? [0x80 | body.length] : [0x80 | 126, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([0x80 | opcode, ...size, 0, 0, 0, 0]), body])
}
