import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { HANDSHAKE } from '../../bench/web-client.ts'
import { openStream, openWeb, type Place } from './churn-visits.ts'
import type { ServerProcess } from './server-process.ts'

const MOST_MS = 10_000
/** 0x88, a length, and the code in two bytes (RFC 6455 §5.5.1). */
const [CLOSE, GOING_AWAY] = [0x88, 1001]
const AT_ONCE = 50

/**
 * Stop a server while so many sockets are open, one in ten of them a stream, and a few that have asked for half of a
 * handshake. None of them answers. Every socket has to be told 1001, every stream to end, and the process with it.
 *
 * @example const { faults } = await stopCrowded(server, { port, token }, 1000)
 */
export async function stopCrowded(
  server: ServerProcess,
  place: Place,
  count: number,
): Promise<{ readonly ms: number; readonly faults: readonly string[] }> {
  const streams = await openMany(count / 10, () => openStream(place))
  const webs = await openMany(count - streams.length, () => openWeb(place))
  const halves = await openMany(10, () => openHalf(place.port))
  const told = webs.map(async (socket) => codeOf(await lastBytes(socket)))
  const ended = [...streams, ...halves].map(lastBytes)
  const faults: string[] = []
  const began = performance.now()
  await server.stop().catch((error: unknown) => faults.push(String(error)))
  const ms = performance.now() - began
  const codes = await Promise.all(told)
  await Promise.all(ended)
  const untold = codes.filter((code) => code !== GOING_AWAY)
  if (untold.length > 0) faults.push(`${untold.length} sockets were not told 1001 but ${untold[0]}`)
  if (ms > MOST_MS) faults.push(`the server took ${ms.toFixed(0)} ms to stop`)
  return { ms, faults }
}

async function openMany(count: number, open: () => Promise<Socket>): Promise<Socket[]> {
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const some = Math.min(AT_ONCE, count - sockets.length)
    sockets.push(...(await Promise.all(Array.from({ length: some }, open))))
  }
  return sockets
}

async function openHalf(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(HANDSHAKE.slice(0, HANDSHAKE.length / 2))
  return socket
}

/** What comes until the line is cut. */
async function lastBytes(socket: Socket): Promise<Buffer> {
  const pieces: Buffer[] = []
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  // A line that is cut is what is waited for.
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('close', resolve))
  return Buffer.concat(pieces)
}

/** The code of the good-bye, which is the last frame; undefined where there is none. */
function codeOf(bytes: Buffer): number | undefined {
  const at = bytes.lastIndexOf(CLOSE)
  return at >= 0 && bytes.length >= at + 4 ? bytes.readUInt16BE(at + 2) : undefined
}
