import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openPeer, realtimeApp, type RealtimeApp } from './realtime-app.ts'

/** What the server answers to a handshake that it does not like. */
async function handshake(url: string, options: { origin?: string; protocol?: string }): Promise<number> {
  const { socket } = openPeer(url, options)
  return await new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 0)
      response.resume()
    })
    socket.once('open', () => {
      socket.close()
      resolve(101)
    })
    socket.once('error', reject)
  })
}

test('pages of a foreign origin do not get in', async () => {
  const { url } = await realtimeApp({ origins: ['https://warung.example'] })
  expect(await handshake(url, { origin: 'https://warung.example' })).toBe(101)
  expect(await handshake(url, { origin: 'https://evil.example' })).toBe(403)
  expect(await handshake(url, { origin: 'https://warung.example.evil.example' })).toBe(403)
  expect(await handshake(url, { origin: 'null' })).toBe(403)
  expect(await handshake(url, {})).toBe(101)
})

test('where every origin may in, a page without one may not', async () => {
  const { url } = await realtimeApp()
  expect(await handshake(url, { origin: 'https://anyone.example' })).toBe(101)
  expect(await handshake(url, { origin: 'null' })).toBe(403)
})

test('another subprotocol, and another address, are refused', async () => {
  const { url } = await realtimeApp()
  expect(await handshake(url, { protocol: 'graphql-ws' })).toBe(400)
  expect(await handshake(url.replace('realtime', 'elsewhere'), {})).toBe(404)
  expect(await handshake(`${url}?x=1`, {})).toBe(101)
})

describe('a frame that is none is answered, and the socket lives on', () => {
  const broken: [string, string, object][] = [
    ['no JSON', 'hello', { id: null }],
    ['no object', '[1,2]', { id: null }],
    ['nothing', '', { id: null }],
    ['an unknown type', '{"type":"dance","id":7}', { id: 7 }],
    ['no type', '{"id":"x"}', { id: 'x' }],
    ['no id', '{"type":"subscribe","topic":"notes/*"}', { id: null }],
    ['a topic without a record', '{"type":"subscribe","id":1,"topic":"notes"}', { id: 1 }],
    ['an unknown key', '{"type":"subscribe","id":1,"topic":"notes/*","filters":"x = 1"}', { id: 1 }],
    ['a filter that is none', '{"type":"subscribe","id":1,"topic":"notes/*","filter":"a ="}', { id: 1 }],
    [
      'fields that cannot be picked',
      '{"type":"subscribe","id":1,"topic":"notes/*","fields":"a:dance()"}',
      { id: 1 },
    ],
    [
      'too long a filter',
      `{"type":"subscribe","id":1,"topic":"notes/*","filter":"a = '${'x'.repeat(3500)}'"}`,
      { id: 1 },
    ],
    ['a token that is no text', '{"type":"auth","id":1,"token":5}', { id: 1 }],
    ['a prototype', '{"type":"auth","id":1,"token":null,"__proto__":{"x":1}}', { id: 1 }],
  ]
  test.each(broken)('%s', async (_, text, expected) => {
    const { connect } = await realtimeApp()
    const peer = await connect()
    peer.socket.send(text)
    const error = await peer.next('error')
    expect(error).toEqual({
      type: 'error',
      status: 400,
      message: expect.stringMatching(/\.$/),
      data: {},
      ...expected,
    })
    expect(await peer.ask({ type: 'ping', id: 9 })).toEqual({ type: 'pong', id: 9 })
  })

  test('bytes instead of text', async () => {
    const { connect } = await realtimeApp()
    const peer = await connect()
    peer.socket.send(Buffer.from('{"type":"ping"}'), { binary: true })
    expect(await peer.next('error')).toMatchObject({ status: 400 })
  })
})

test('a frame over 64 KiB closes its socket, and no other', async () => {
  const { connect } = await realtimeApp()
  const [peer, other] = [await connect(), await connect()]
  peer.socket.send(JSON.stringify({ type: 'ping', id: 'x'.repeat(65 * 1024) }))
  expect(await peer.closed).toMatchObject({ code: 1009 })
  expect(await other.ask({ type: 'ping', id: 1 })).toEqual({ type: 'pong', id: 1 })
})

test.each([80, 10_000])('W2 a message in %i pieces ends its socket alone', async (pieces) => {
  const { connect } = await realtimeApp()
  const [peer, other] = [await connect(), await connect()]
  for (let i = 0; i < pieces; i++) peer.socket.send(' ', { fin: false, binary: false })
  expect((await peer.closed).code).toBe(1008)
  expect(await other.ask({ type: 'ping', id: 1 })).toEqual({ type: 'pong', id: 1 })
})

test('the 1001st subscription is refused', async () => {
  const { connect } = await realtimeApp()
  const peer = await connect()
  for (let id = 1; id <= 1000; id++)
    peer.socket.send(JSON.stringify({ type: 'subscribe', id, topic: `notes/${id}` }))
  expect(await peer.ask({ type: 'ping', id: 0 })).toEqual({ type: 'pong', id: 0 })
  expect(peer.frames.map(({ type }) => type)).toEqual(Array(1000).fill('ok'))
  expect(await peer.ask({ type: 'subscribe', id: 1001, topic: 'notes/*' })).toMatchObject({
    type: 'error',
    status: 429,
  })
  expect(await peer.closed).toMatchObject({ code: 4029 })
})

test.each([
  ['frames', { burstFrames: 50 }, '{"type":"ping"}'],
  ['bytes', { burstBytes: 50_000 }, '{"type":"ping"}'.padEnd(1000)],
])('too many %s in a second end it', async (_, limits, text) => {
  const { connect } = await realtimeApp({ limits })
  const peer = await connect()
  for (let i = 0; i < 60; i++) peer.socket.send(text)
  expect(await peer.next('error')).toMatchObject({ status: 429 })
  expect(await peer.closed).toMatchObject({ code: 4029 })
})

test('a flood of pings of the protocol ends it as well', async () => {
  const { connect } = await realtimeApp({ limits: { burstFrames: 50 } })
  const peer = await connect()
  for (let i = 0; i < 200; i++) peer.socket.ping()
  expect(await peer.closed).toMatchObject({ code: 4029 })
})

test('who gives no sign of life is dropped, who answers a ping is not', async () => {
  const { connect, hub } = await realtimeApp({ limits: { heartbeat: 200, sweep: 20 } })
  const [alive, dead] = [await connect(), await connect()]
  dead.socket.removeAllListeners('ping')
  Reflect.set(dead.socket, '_autoPong', false)
  expect(await dead.closed).toMatchObject({ code: 1006 })
  await sleep(500)
  expect(hub.size).toBe(1)
  expect(await alive.ask({ type: 'ping', id: 1 })).toEqual({ type: 'pong', id: 1 })
})

/** A client that shakes hands, asks, and then reads no more until it is told to. */
async function slowReader(app: RealtimeApp): Promise<{ socket: Socket; read(): Promise<Buffer> }> {
  const { hostname, port } = new URL(app.url)
  const socket = connectTcp(Number(port), hostname)
  socket.write(
    [
      'GET /api/realtime HTTP/1.1',
      'Host: x',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
      '\r\n',
    ].join('\r\n'),
  )
  await once(socket, 'data')
  const text = Buffer.from('{"type":"subscribe","id":1,"topic":"notes/*"}')
  // A frame of a client: masked, here by zeros (RFC 6455 §5.3).
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]))
  await once(socket, 'data')
  socket.pause()
  return {
    socket,
    read: async () => {
      const chunks: Buffer[] = []
      socket.on('data', (chunk) => chunks.push(chunk))
      socket.resume()
      await once(socket, 'close')
      return Buffer.concat(chunks)
    },
  }
}

test('who does not read is closed with 4008, and holds up nobody', async () => {
  const app = await realtimeApp()
  await app.collection({
    name: 'notes',
    type: 'base',
    fields: [{ name: 'text', type: 'text', max: 400_000 }],
    listRule: '',
  })
  const slow = await slowReader(app)
  const quick = await app.connect()
  await quick.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
  // Kernels take several megabytes before anything stays with us.
  for (let i = 0; i < 60 && app.hub.size === 2; i++) await app.record('notes', { text: 'x'.repeat(400_000) })
  expect(app.hub.size).toBe(1)
  const events = await quick.events()
  expect(events.every(({ action }) => action === 'create')).toBe(true)
  const read = await slow.read()
  // The closing frame stands behind all that was sent: 0x88, its length, the code, the point to resume from.
  const end = read.subarray(read.lastIndexOf(0x88))
  expect(end.readUInt16BE(2)).toBe(4008)
  const { seq } = JSON.parse(end.subarray(4).toString())
  expect(events.map((event) => event.seq)).toContain(seq)
  const told = read.toString().match(/"type":"event"/g)
  expect(told).toHaveLength(events.findIndex((event) => event.seq === seq) + 1)
})

test('who takes nothing for too long is closed, however little it is', async () => {
  const app = await realtimeApp({ limits: { drain: 200, sweep: 20, buffered: 1e9 } })
  await app.collection({
    name: 'notes',
    type: 'base',
    fields: [{ name: 'text', type: 'text', max: 400_000 }],
    listRule: '',
  })
  const slow = await slowReader(app)
  for (let i = 0; i < 60 && app.hub.size === 1; i++) await app.record('notes', { text: 'x'.repeat(400_000) })
  await sleep(300)
  expect(app.hub.size).toBe(0)
  slow.socket.destroy()
})

test('connections that end leave nothing behind', async () => {
  const { connect, hub, record, collection } = await realtimeApp()
  await collection({ name: 'notes', type: 'base', listRule: '' })
  const peers = await Promise.all(Array.from({ length: 50 }, () => connect()))
  await Promise.all(peers.map((peer) => peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })))
  for (const [i, peer] of peers.entries()) {
    if (i % 2 === 0) peer.socket.terminate()
    else peer.socket.close()
  }
  await record('notes', {})
  await Promise.all(peers.map((peer) => peer.closed))
  await sleep(50)
  expect(hub.size).toBe(0)
})
