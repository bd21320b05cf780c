import { once } from 'node:events'
import { type Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { HANDSHAKE, maskedFrame, openWebClient } from '../../bench/web-client.ts'

/** Where visitors come to, and whom they speak for. */
export interface Place {
  readonly port: number
  readonly token: string
  /** The lines on which streams are told what is to be heard: what came on a line is kept for 15 s at most, and is few so. */
  readonly lines: Agent
}

const [TEXT, CLOSE] = [0x1, 0x8]

/** The ways in which somebody comes to realtime and goes. Each is over once the client has no socket any more. */
export const visits: readonly ((place: Place) => Promise<void>)[] = [
  async (place) => {
    const socket = await openWeb(place)
    socket.write(maskedFrame(CLOSE, '\u0003\u00e8'))
    await leave(socket.resume(), () => socket.end())
  },
  async (place) => {
    const socket = await openWeb(place)
    await leave(socket, () => socket.destroy())
  },
  async (place) => {
    const socket = await openWeb(place)
    await leave(socket, () => socket.resetAndDestroy())
  },
  async (place) => {
    const socket = await openWeb(place)
    const frame = maskedFrame(TEXT, `{"type":"auth","id":9,"token":"${Math.random()}"}`)
    await say(socket, frame)
    await say(socket, frame.subarray(0, 20))
    await leave(socket, () => socket.resetAndDestroy())
  },
  async ({ port }) => {
    const socket = await openLine(port)
    await say(socket, HANDSHAKE.slice(0, HANDSHAKE.length / 2))
    await leave(socket, () => socket.resetAndDestroy())
  },
  async ({ port }) => {
    const socket = await openLine(port)
    await say(socket, HANDSHAKE)
    await leave(socket, () => socket.resetAndDestroy())
  },
  async (place) => {
    const socket = await openStream(place)
    await leave(socket, () => socket.destroy())
  },
  async (place) => {
    const socket = await openStream(place)
    await leave(socket, () => socket.resetAndDestroy())
  },
]

/** A WebSocket that speaks for somebody and listens to what nobody else does. */
export function openWeb({ port, token }: Place): Promise<Socket> {
  return openWebClient(port, [
    { type: 'auth', id: 1, token },
    { type: 'subscribe', id: 2, topic: 'notes/*', filter: `text != "${Math.random()}"` },
    { type: 'subscribe', id: 3, topic: 'notes/*', since: { epoch: 'another', seq: 0 } },
  ])
}

/** A stream of the other transport that listens to a topic. */
export async function openStream(place: Place): Promise<Socket> {
  const stream = await openLine(place.port)
  stream.write('GET /api/realtime HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
  const [, clientId = ''] = await readUntil(stream, /"clientId":"(\w+)"/)
  const status = await subscribe(place, JSON.stringify({ clientId, subscriptions: ['notes/*'] }))
  if (status !== 204) throw new Error(`a subscription is answered ${status}`)
  return stream
}

function subscribe({ port, token, lines: agent }: Place, body: string): Promise<number | undefined> {
  const headers = { authorization: token, 'content-type': 'application/json' }
  const options = { port, agent, headers, host: '127.0.0.1', path: '/api/realtime', method: 'POST' }
  return new Promise((resolve, reject) => {
    const asking = request(options, (answer) => resolve(answer.resume().statusCode))
    asking.once('error', reject).end(body)
  })
}

async function openLine(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

function say(socket: Socket, bytes: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())))
}

async function leave(socket: Socket, go: () => void): Promise<void> {
  const gone = new Promise((resolve) => socket.once('close', resolve))
  go()
  await gone
}

function readUntil(socket: Socket, pattern: RegExp): Promise<RegExpExecArray> {
  let text = ''
  return new Promise((resolve, reject) => {
    const read = (data: Buffer): void => {
      text += data.toString('latin1')
      const found = pattern.exec(text)
      if (!found) return
      socket.off('data', read)
      resolve(found)
    }
    socket.on('data', read)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(`the line was cut before ${pattern} came: ${text}`)))
  })
}
