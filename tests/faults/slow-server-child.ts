import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { memoryHeld } from '../../bench/memory-held.ts'
import { openApp } from '../../server/app.ts'
import { systemAsk } from '../../server/auth/system-ask.ts'
import { listen } from '../../server/cli/listen.ts'
import { createCollection } from '../../server/collections/create.ts'
import { usualLimits } from '../../server/realtime/limits.ts'
import { createRecord } from '../../server/records/create.ts'

/*
 * A server that writes by itself, and says what its sockets have not taken.
 */
const order = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), plant: z.enum(['no cap', 'keep', 'block']).optional() }),
  z.object({
    type: z.literal('write'),
    count: z.number(),
    perSecond: z.number(),
    bytes: z.number(),
    blockMs: z.number(),
  }),
  z.object({ type: z.literal('read') }),
])
type App = Awaited<ReturnType<typeof openApp>>
type Plant = Extract<z.infer<typeof order>, { type: 'open' }>['plant']
/** Changes from one planted block of the loop to the next. */
const BLOCK_EVERY = 8
const census = z.object({ totals: z.object({ websocket: z.number(), buffered: z.number() }) })

const dir = mkdtempSync(join(tmpdir(), 'dapur-slow-'))
process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
process.on('SIGTERM', () => process.exit(0))
let app: App | undefined

process.on('message', (message: unknown) => {
  void obey(order.parse(message)).then((answer) => process.send?.(answer))
})

async function obey(asked: z.infer<typeof order>): Promise<object> {
  if (asked.type === 'open') return await open(asked.plant)
  if (!app) throw new Error('it is not open')
  if (asked.type === 'read') return { ...read(app), ...(await memoryHeld()) }
  let most = 0
  for (let i = 0; i < asked.count; i++) {
    const cells = { at: String(process.hrtime.bigint()), text: 'x'.repeat(asked.bytes) }
    await Promise.all([
      write(app, cells).then(() => block(i % BLOCK_EVERY === 0 ? asked.blockMs : 0)),
      sleep(1000 / asked.perSecond),
    ])
    most = Math.max(most, read(app).buffered)
  }
  return { most }
}

async function write({ house }: App, cells: Record<string, string>): Promise<void> {
  await createRecord(house, systemAsk(house), 'notes', cells)
}

/** What was just committed is not sent yet, and nobody else has a turn. */
function block(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

async function open(plant: Plant): Promise<object> {
  const noCap = { buffered: Number.POSITIVE_INFINITY, drain: Number.POSITIVE_INFINITY }
  if (plant === 'no cap') Object.assign(usualLimits, noCap)
  app = await openApp({ dir, durability: 'normal', origins: ['*'], logLevel: 'silent' })
  if (plant === 'keep') keepAll(app)
  const text = { name: 'text', type: 'text', max: 1_000_000 }
  const fields = [text, { name: 'at', type: 'text' }]
  await createCollection(app.house, { name: 'notes', type: 'base', listRule: '', fields })
  const { address } = await listen(app, { host: '127.0.0.1', port: 0 })
  return { url: address }
}

/** The fault that a control plants: whatever is written to a socket stays. */
function keepAll({ house: { hub } }: App): void {
  const kept: unknown[] = []
  const connect = hub.connect.bind(hub)
  hub.connect = (pipe, address) => {
    const write = pipe.write.bind(pipe)
    pipe.write = (messages) => {
      kept.push(messages)
      write(messages)
    }
    return connect(pipe, address)
  }
}

function read({ house }: App): { sockets: number; buffered: number } {
  const { totals } = census.parse(JSON.parse(house.hub.inspect({ page: 1, perPage: 1 })))
  return { sockets: totals.websocket, buffered: totals.buffered }
}
