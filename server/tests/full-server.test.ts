import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { listen } from '../cli/listen.ts'
import { testApp } from './test-app.ts'

/** Seven are let in, and the eighth is told to come again. */
const MOST = 8

const UPGRADE =
  'GET /api/realtime HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n' +
  'sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n'

interface Client {
  readonly socket: Socket
  /** What came back so far. */
  readonly text: () => string
  readonly ask: () => void
}

/** A server for a few, and a way to come in. */
async function smallServer(): Promise<() => Promise<Client>> {
  const { app } = await testApp()
  const server = await listen(app, { host: '127.0.0.1', port: 0, mostConnections: MOST })
  onTestFinished(() => server.close())
  return async () => {
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    let text = ''
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece))
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    const ask = (head = ''): void => void socket.write(`GET /api/health HTTP/1.1\r\nhost: x\r\n${head}\r\n`)
    return { socket, text: () => text, ask }
  }
}

async function answered(client: Client, status: number): Promise<void> {
  await vi.waitFor(() => expect(client.text()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `)), 3000)
}

/** Comes in and begins a request, which is nobody who idles. */
async function busy(enter: () => Promise<Client>): Promise<Client> {
  const client = await enter()
  client.socket.write('GET /api/health HTTP/1.1\r\nx: ')
  return client
}

test('H2 a full server lets nobody else in, says so with 503, and lets them in when there is room', async () => {
  const enter = await smallServer()
  const inside: Client[] = []
  for (let i = 0; i < MOST - 1; i++) inside.push(await busy(enter))
  const told = await enter()
  const unheard = await enter()
  await once(unheard.socket, 'close')
  expect(unheard.text()).toBe('')
  told.ask()
  await answered(told, 503)
  expect(told.text()).toMatch(/retry-after: 1\r\n/i)
  expect(told.text()).toContain('"code":"server_full"')
  if (!told.socket.closed) await once(told.socket, 'close')
  // Who was let in is served all the same.
  inside[0]?.socket.write('y\r\nhost: x\r\n\r\n')
  await answered(inside[0] as Client, 200)
  inside[1]?.socket.destroy()
  await vi.waitFor(async () => {
    const next = await enter()
    next.ask()
    await answered(next, 200)
  }, 5000)
})

test('H2 a socket that wants to become a WebSocket is turned away, too', async () => {
  const enter = await smallServer()
  for (let i = 0; i < MOST - 1; i++) await busy(enter)
  const told = await enter()
  told.socket.write(UPGRADE)
  await answered(told, 503)
  expect(told.text()).toContain('"code":"server_full"')
})

test('H2 WebSockets need no file: there is room for twice as many of them', async () => {
  const enter = await smallServer()
  const inside: Client[] = []
  for (let i = 0; i < 2 * (MOST - 1); i++) {
    const client = await enter()
    client.socket.write(UPGRADE)
    await answered(client, 101)
    inside.push(client)
  }
  const told = await enter()
  told.socket.write(UPGRADE)
  await answered(told, 503)
  expect(inside.filter(({ socket }) => socket.destroyed)).toEqual([])
  for (const { socket } of inside.slice(0, 2)) socket.destroy()
  await vi.waitFor(async () => {
    const next = await enter()
    next.ask()
    await answered(next, 200)
  }, 5000)
})

test('H2 while a server is full nobody idles for long', async () => {
  const enter = await smallServer()
  const inside: Client[] = []
  for (let i = 0; i < MOST - 1; i++) inside.push(await busy(enter))
  const [first, second] = inside
  const end = 'y\r\nhost: x\r\n\r\n'
  first?.socket.write(end)
  await vi.waitFor(() => expect(first?.text()).toMatch(/keep-alive: timeout=75\r\n/i), 3000)
  const told = await enter()
  told.ask()
  await answered(told, 503)
  const another = await busy(enter)
  second?.socket.write(end)
  await vi.waitFor(() => expect(second?.text()).toMatch(/keep-alive: timeout=5\r\n/i), 3000)
  another.socket.destroy()
})
