import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ApiError } from './error.ts'
import type { SocketLike } from './line.ts'
import { Realtime, type RecordEvent } from './realtime.ts'
import { type AuthStore, memoryStore } from './store.ts'

/** The other end of a socket, in the hands of the test. */
class FakeSocket implements SocketLike {
  static all: FakeSocket[] = []
  readonly sent: Record<string, unknown>[] = []
  readonly listeners: { type: string; listener: (event: { data: unknown }) => void }[] = []
  closedWith: number | undefined
  readonly url: string
  readonly protocol: string

  constructor(url: string, protocol: string) {
    this.url = url
    this.protocol = protocol
    FakeSocket.all.push(this)
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }

  close(code = 1005): void {
    this.closedWith = code
  }

  addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
    this.listeners.push({ type, listener })
  }

  say(frame: object): void {
    this.fire('message', JSON.stringify(frame))
  }

  fire(type: string, data?: unknown): void {
    for (const known of this.listeners) if (known.type === type) known.listener({ data })
  }
}

const record = { id: 'r1', collectionId: 'c1', collectionName: 'posts' }
const hello = { type: 'hello', connection: 'x', epoch: 'e', seq: 5, heartbeat: 25 }
const event = { type: 'event', sub: 's1', seq: 6, action: 'create', record, changed: [] }

const refuse = vi.fn(async (_input: unknown) => Response.error())

let store: AuthStore
let realtime: Realtime

beforeEach(() => {
  vi.useFakeTimers()
  FakeSocket.all = []
  refuse.mockClear()
  store = memoryStore()
  realtime = new Realtime({ url: 'http://127.0.0.1:1', store, fetch: refuse, WebSocket: FakeSocket })
})

afterEach(() => {
  vi.useRealTimers()
})

function newest(): FakeSocket {
  const socket = FakeSocket.all.at(-1)
  if (!socket) throw new Error('There is no socket.')
  return socket
}

test('the first subscription opens the socket, the last one closes it', () => {
  expect(FakeSocket.all).toEqual([])
  const stop = realtime.subscribe('posts/*', () => undefined, { filter: 'a = 1' })
  const stopOther = realtime.subscribe('posts/r1', () => undefined)
  expect(FakeSocket.all).toHaveLength(1)
  const socket = newest()
  expect([socket.url, socket.protocol]).toEqual(['ws://127.0.0.1:1/api/realtime', 'dapur.v1'])
  expect(socket.sent).toEqual([])
  socket.say(hello)
  expect(socket.sent).toEqual([
    { type: 'subscribe', id: 's1', topic: 'posts/*', filter: 'a = 1' },
    { type: 'subscribe', id: 's2', topic: 'posts/r1' },
  ])
  stop()
  stop()
  expect(socket.sent.slice(2)).toEqual([{ type: 'unsubscribe', id: '-s1', sub: 's1' }])
  stopOther()
  expect(socket.closedWith).toBe(1000)
  socket.fire('close')
  vi.advanceTimersByTime(60_000)
  expect(FakeSocket.all).toHaveLength(1)
})

test('events reach their own listener', () => {
  const heard: RecordEvent[] = []
  realtime.subscribe('posts/*', (change) => heard.push(change))
  realtime.subscribe('others/*', () => expect.unreachable())
  newest().say(hello)
  newest().say(event)
  newest().say({ ...event, sub: 's9' })
  newest().say({ type: 'of the future' })
  expect(heard).toEqual([{ seq: 6, action: 'create', record, changed: [] }])
})

test('the socket is signed in before it subscribes, and follows the store', () => {
  store.save({ token: 'T', record })
  realtime.subscribe('posts/*', () => undefined)
  newest().say(hello)
  store.save({ token: 'U', record })
  store.clear()
  expect(newest().sent.map(({ type, token }) => token ?? type)).toEqual(['T', 'subscribe', 'U', 'auth'])
  expect(newest().sent.at(-1)).toEqual({ type: 'auth', id: 'auth', token: null })
})

test('after a cut it comes back and resumes where it was', () => {
  const onGap = vi.fn<() => void>()
  const states: string[] = []
  realtime.onConnection((state) => states.push(state))
  realtime.subscribe('posts/*', () => undefined, { onGap })
  newest().say(hello)
  expect(newest().sent.at(-1)).not.toHaveProperty('since')
  newest().say({ type: 'ok', id: 's1', seq: 5 })
  newest().say(event)
  comeBack()
  expect(newest().sent).toEqual([
    { type: 'subscribe', id: 's1', topic: 'posts/*', since: { epoch: 'e', seq: 6 } },
  ])
  expect(onGap).not.toHaveBeenCalled()
  expect(states).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open'])
})

test('while it catches up it keeps its place, and says how far it has come', () => {
  realtime.subscribe('posts/*', () => undefined)
  newest().say(hello)
  newest().say({ type: 'ok', id: 's1', seq: 5 })
  comeBack()
  newest().say({ type: 'ok', id: 's1', seq: 5 })
  newest().say({ ...event, seq: 8 })
  comeBack()
  expect(newest().sent.at(-1)).toMatchObject({ since: { epoch: 'e', seq: 5, after: 8 } })
  newest().say({ type: 'caughtUp', sub: 's1', seq: 9 })
  newest().say({ ...event, seq: 12 })
  comeBack()
  expect(newest().sent.at(-1)?.['since']).toEqual({ epoch: 'e', seq: 12 })
})

test('an event of one subscription moves the others on, but for those that catch up', () => {
  for (const topic of ['posts/*', 'others/*']) realtime.subscribe(topic, () => undefined)
  newest().say(hello)
  for (const id of ['s1', 's2']) newest().say({ type: 'ok', id, seq: 5 })
  newest().say({ ...event, seq: 7 })
  comeBack()
  expect(newest().sent.map(({ since }) => since)).toEqual([
    { epoch: 'e', seq: 7 },
    { epoch: 'e', seq: 7 },
  ])
  newest().say({ type: 'caughtUp', sub: 's1', seq: 20 })
  newest().say({ ...event, seq: 21 })
  comeBack()
  expect(newest().sent.map(({ since }) => since)).toEqual([
    { epoch: 'e', seq: 21 },
    { epoch: 'e', seq: 7 },
  ])
  newest().say({ ...event, seq: 30 })
  comeBack()
  expect(newest().sent.map(({ since }) => since)).toEqual([
    { epoch: 'e', seq: 21, after: 30 },
    { epoch: 'e', seq: 7 },
  ])
})

/** The line breaks, and the client is there again. */
function comeBack(): void {
  newest().fire('close')
  vi.advanceTimersByTime(400)
  newest().say(hello)
}

test('it tries again ever more seldom, but at least every half minute', () => {
  realtime.subscribe('posts/*', () => undefined)
  newest().say(hello)
  const pauses = Array.from({ length: 12 }, () => {
    const tried = FakeSocket.all.length
    newest().fire('error')
    newest().fire('close')
    let pause = 0
    for (; FakeSocket.all.length === tried; pause += 100) vi.advanceTimersByTime(100)
    return pause
  })
  expect(pauses[0]).toBeLessThanOrEqual(400)
  for (const pause of pauses.slice(-4)) {
    expect(pause).toBeGreaterThan(14_000)
    expect(pause).toBeLessThanOrEqual(30_000)
  }
})

test('a silent connection is dead after two heartbeats, a pong keeps it', () => {
  realtime.subscribe('posts/*', () => undefined)
  newest().say(hello)
  vi.advanceTimersByTime(50_000)
  expect(newest().sent.filter(({ type }) => type === 'ping')).toHaveLength(2)
  newest().say({ type: 'pong' })
  vi.advanceTimersByTime(50_000)
  expect(FakeSocket.all).toHaveLength(1)
  vi.advanceTimersByTime(26_000)
  expect(FakeSocket.all).toHaveLength(2)
})

test('a refused subscription is over, the others stay', () => {
  const errors: ApiError[] = []
  realtime.subscribe('posts/*', () => expect.unreachable(), { onError: (error) => errors.push(error) })
  realtime.subscribe('others/*', () => undefined)
  newest().say(hello)
  newest().say({ type: 'error', id: 's1', status: 400, message: 'No.', data: {} })
  newest().say(event)
  expect(errors).toMatchObject([{ status: 400, code: 'http_400', message: 'No.' }])
  expect(newest().closedWith).toBeUndefined()
})

test('a gap that the server knows of is passed on', () => {
  const onGap = vi.fn<(reason: string) => void>()
  realtime.subscribe('posts/*', () => undefined, { onGap })
  newest().say(hello)
  newest().say({ type: 'gap', sub: 's9', from: 1, reason: 'failed' })
  expect(onGap).not.toHaveBeenCalled()
  newest().say({ type: 'gap', sub: 's1', from: 1, reason: 'failed' })
  newest().say({ type: 'gap', from: 1, reason: 'failed' })
  expect(onGap.mock.calls).toEqual([['failed'], ['failed']])
})

/** The connection breaks, and is tried again. */
async function tryAgain(): Promise<void> {
  newest().fire('close')
  await vi.advanceTimersByTimeAsync(1000)
}

test('where no socket ever comes through, an event stream is tried in between', async () => {
  realtime.subscribe('posts/*', () => undefined)
  await tryAgain()
  expect([FakeSocket.all.length, refuse.mock.calls.length]).toEqual([2, 0])
  newest().fire('close')
  await vi.waitFor(() => expect(refuse).toHaveBeenCalled(), { timeout: 10_000 })
  expect(refuse.mock.calls[0]?.[0]).toBe('http://127.0.0.1:1/api/realtime')
  await vi.waitFor(() => expect(FakeSocket.all).toHaveLength(3), { timeout: 10_000 })
})

test('where a socket has come through, none but sockets are tried', async () => {
  realtime.subscribe('posts/*', () => undefined)
  newest().say(hello)
  for (let turn = 0; turn < 4; turn += 1) {
    newest().fire('close')
    await vi.waitFor(() => expect(FakeSocket.all).toHaveLength(turn + 2), { timeout: 10_000 })
  }
  expect(refuse).not.toHaveBeenCalled()
})

test('a connection that nobody answers is given up', async () => {
  realtime.subscribe('posts/*', () => undefined)
  await vi.advanceTimersByTimeAsync(14_000)
  expect(newest().closedWith).toBeUndefined()
  const [first] = FakeSocket.all
  await vi.advanceTimersByTimeAsync(2000)
  expect(first?.closedWith).toBe(1005)
  expect(FakeSocket.all).toHaveLength(2)
})
