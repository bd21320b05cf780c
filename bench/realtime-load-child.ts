import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { openWebClient } from './web-client.ts'

/*
 * Sockets that listen, in a process of their own. They count bytes and understand nothing: what they cost is not what is
 * measured.
 */
const order = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), port: z.number(), count: z.number(), isWeb: z.boolean() }),
  z.object({ type: z.literal('expect'), bytes: z.number() }),
  z.object({ type: z.literal('count') }),
  z.object({ type: z.literal('close') }),
])

const SUBSCRIBE = { type: 'subscribe', id: 1, topic: 'notes/*' }
const AT_ONCE = 100
/** What was sent is there by then. */
const QUIET_MS = 500

let sockets: Socket[] = []
let heard = 0
let wanted = Number.POSITIVE_INFINITY
let onHeard = (): void => undefined

process.on('message', (message: unknown) => {
  void obey(order.parse(message)).then((heard) => process.send?.({ heard }))
})

async function obey(asked: z.infer<typeof order>): Promise<number> {
  if (asked.type === 'open') await open(asked)
  else if (asked.type === 'expect') await expectBytes(asked.bytes)
  else if (asked.type === 'count') await sleep(QUIET_MS)
  else close()
  return heard
}

function close(): void {
  for (const socket of sockets) socket.destroy()
  sockets = []
}

async function open({ port, count, isWeb }: { port: number; count: number; isWeb: boolean }): Promise<void> {
  while (sockets.length < count) {
    const some = Math.min(AT_ONCE, count - sockets.length)
    sockets.push(
      ...(await Promise.all(Array.from({ length: some }, () => (isWeb ? openWeb(port) : openRaw(port))))),
    )
  }
  heard = 0
}

function openRaw(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(listening(socket)))
    socket.once('error', reject)
  })
}

/** Its `hello` and its `ok` are read before it counts. */
async function openWeb(port: number): Promise<Socket> {
  return listening(await openWebClient(port, [SUBSCRIBE]))
}

function listening(socket: Socket): Socket {
  return socket.on('data', (data) => {
    heard += data.length
    if (heard >= wanted) onHeard()
  })
}

async function expectBytes(bytes: number): Promise<void> {
  wanted = bytes
  if (heard < bytes) await new Promise<void>((resolve) => (onHeard = resolve))
  heard = 0
  wanted = Number.POSITIVE_INFINITY
}
