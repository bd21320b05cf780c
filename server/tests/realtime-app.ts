import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { realtimeDoor } from '../http/routes/realtime.ts'
import { type Hub, openHub } from '../realtime/hub.ts'
import type { Limits } from '../realtime/limits.ts'
import type { House } from '../records/house.ts'
import type { StorageDialect } from '../storage/dialect.ts'
import { lateStorage } from '../storage/late.suite.ts'
import { sqlite } from '../storage/sqlite.ts'
import { type TestApp, testApp } from './test-app.ts'

/** A frame that came in. Tests know what they asked for. */
// oxlint-disable-next-line no-explicit-any -- a test reads what it expects, and fails where that is not there
export type Frame = any

/** A client on a real socket. */
export interface Peer {
  readonly socket: WebSocket
  /** All frames so far but those that were taken by `next` and `ask`. */
  readonly frames: Frame[]
  /** Send a frame and take its answer: whatever comes with its id. */
  readonly ask: (frame: object) => Promise<Frame>
  /** Take the next frame of a type. */
  readonly next: (type: string) => Promise<Frame>
  /** Take all events that were sent for changes so far: whatever arrives before the answer to a ping. */
  readonly events: () => Promise<Frame[]>
  /** The code and the reason of the end. */
  readonly closed: Promise<{ code: number; reason: string }>
}

export interface RealtimeApp extends TestApp {
  readonly hub: Hub
  readonly url: string
  /** Connect, and wait for the greeting; signed in when there is a token. */
  readonly connect: (token?: string) => Promise<Peer>
  /** Break every line that is open now. */
  readonly cutAll: () => void
}

export interface RealtimeOptions {
  readonly origins?: readonly string[]
  readonly limits?: Partial<Limits>
  readonly dialect?: StorageDialect
  /** Give the hub another house than the app has: for faults that a test plants. */
  readonly plant?: (house: House) => House
}

/** Databases that answer at once, and late. */
export const dialects: readonly [string, StorageDialect][] = [
  ['on SQLite', sqlite],
  [
    'on a database that answers late',
    { name: 'sqlite', open: async (options) => lateStorage(await sqlite.open(options)) },
  ],
]

/** An app with a socket. */
export async function realtimeApp({
  origins = ['*'],
  limits = {},
  dialect = sqlite,
  plant = (house) => house,
}: RealtimeOptions = {}): Promise<RealtimeApp> {
  const made = await testApp({ dialect })
  const { house } = made.app
  const hub = await openHub(plant(house), limits)
  const door = realtimeDoor(hub, {
    origins,
    log: house.log,
    addressOf: () => '127.0.0.1',
    isWithinLimits: () => true,
    places: house.places,
  })
  const server: Server = createServer(
    { shouldUpgradeCallback: (request) => door.wants(request) },
    (_, response) => response.writeHead(404).end(),
  )
  const lines = new Set<Duplex>()
  const cutAll = (): void => {
    for (const line of lines) line.destroy()
    lines.clear()
  }
  server.on('upgrade', (request, socket, head) => {
    lines.add(socket.once('close', () => lines.delete(socket)))
    door.upgrade(request, socket, head)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    await door.close()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const url = `ws://127.0.0.1:${port}/api/realtime`
  const connect = async (token?: string): Promise<Peer> => {
    const peer = openPeer(url)
    await peer.next('hello')
    if (token !== undefined && (await peer.ask({ type: 'auth', token })).type !== 'ok')
      throw new Error('the token was refused')
    return peer
  }
  return { ...made, hub, url, connect, cutAll }
}

/** Connect by hand: for what a client should not do. */
export function openPeer(url: string, options: { origin?: string; protocol?: string } = {}): Peer {
  const { protocol = 'dapur.v1', ...rest } = options
  const socket = new WebSocket(url, protocol, { ...rest, perMessageDeflate: false })
  const frames: Frame[] = []
  const waiting = new Set<() => void>()
  let ids = 1000
  socket.on('message', (data) => {
    frames.push(JSON.parse((data as Buffer).toString()))
    for (const look of waiting) look()
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }))
  })
  const find = (matches: (frame: Frame) => boolean): Promise<Frame> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const at = frames.findIndex(matches)
        if (at < 0) return
        waiting.delete(look)
        resolve(frames.splice(at, 1)[0])
      }
      waiting.add(look)
      void closed.then(({ code }) => reject(new Error(`closed with ${code} instead`)))
      look()
    })
  const ask = async (frame: object): Promise<Frame> => {
    const id = 'id' in frame ? frame.id : ids++
    socket.send(JSON.stringify({ id, ...frame }))
    return await find((answer) => answer.id === id)
  }
  return {
    socket,
    frames,
    ask,
    next: (type) => find((frame) => frame.type === type),
    events: async () => {
      // A write is answered before it is told; some turns of the loop lie between the two.
      for (let turn = 0; turn < 50; turn++) await setImmediate()
      await ask({ type: 'ping' })
      return frames.splice(0)
    },
    closed,
  }
}
