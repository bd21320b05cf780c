import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { openWebClient } from './web-client.ts'

/*
 * Sockets that listen each for an account of its own, in a process of their own. All count their events; every twentieth
 * looks how old they are.
 */
const order = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), port: z.number(), tokens: z.array(z.string()) }),
  z.object({ type: z.literal('begin') }),
  z.object({ type: z.literal('settle'), messages: z.number() }),
])

const AT_ONCE = 50
const EACH = 20
/** What has not come by then does not come, in ms. */
const PATIENCE = 10_000
const DUE = /"at":"(\d+)"/g

const sockets = new Set<Socket>()
let heard = 0
let ages: number[] = []
let broken = 0

process.on('message', (message: unknown) => {
  void obey(order.parse(message)).then((answer) => process.send?.(answer))
})

async function obey(asked: z.infer<typeof order>): Promise<object> {
  if (asked.type === 'open') await open(asked)
  else if (asked.type === 'settle') return await settle(asked.messages)
  ;[heard, ages] = [0, []]
  return {}
}

async function open({ port, tokens }: { port: number; tokens: readonly string[] }): Promise<void> {
  for (let at = 0; at < tokens.length; at += AT_ONCE) {
    const some = tokens.slice(at, at + AT_ONCE).map((token) => openOne(port, token))
    await Promise.all(some)
  }
}

async function openOne(port: number, token: string): Promise<void> {
  const socket = await openWebClient(port, [
    { type: 'auth', id: 1, token },
    { type: 'subscribe', id: 2, topic: 'orders/*' },
  ])
  const count = frameCounter()
  const isSampled = sockets.size % EACH === 0
  sockets.add(socket)
  socket.on('close', () => broken++)
  socket.on('error', () => undefined)
  socket.on('data', (data) => {
    heard += count(data)
    if (isSampled) noteAges(data)
  })
}

function noteAges(data: Buffer): void {
  const now = process.hrtime.bigint()
  // One that is cut in two by chance is not looked at.
  for (const [, due = ''] of data.toString('latin1').matchAll(DUE)) ages.push(Number(now - BigInt(due)) / 1e6)
}

/** Answers when all have come, or will not. */
async function settle(messages: number): Promise<object> {
  const until = performance.now() + PATIENCE
  const isSettled = (): boolean => heard >= messages || broken > 0
  while (!isSettled() && performance.now() < until) await sleep(5)
  const sorted = ages.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.POSITIVE_INFINITY
  return { heard, broken, p50: at(0.5), p95: at(0.95) }
}

/** Counts text frames of between 126 and 65,535 bytes, which all events here are, however they are cut in pieces. */
function frameCounter(): (data: Buffer) => number {
  let rest = 0
  let head: Buffer = Buffer.alloc(0)
  return (data) => {
    let [at, frames] = [0, 0]
    while (at < data.length) {
      if (rest > 0) {
        const taken = Math.min(rest, data.length - at)
        rest -= taken
        at += taken
        if (rest === 0) frames++
        continue
      }
      const missing = data.subarray(at, at + HEAD - head.length)
      at += missing.length
      head = head.length === 0 ? missing : Buffer.concat([head, missing])
      // A ping is no event: it has two bytes, and none behind them.
      if (head.length >= 2 && head[0] !== TEXT) head = head.subarray(2)
      if (head.length < HEAD) continue
      rest = head.readUInt16BE(2)
      head = Buffer.alloc(0)
    }
    return frames
  }
}

const HEAD = 4
const TEXT = 0x81
