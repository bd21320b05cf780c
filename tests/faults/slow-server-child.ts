import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { memoryInUse } from '../../bench/memory.ts'
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
  z.object({ type: z.literal('open'), hasNoCap: z.boolean() }),
  z.object({ type: z.literal('write'), count: z.number(), perSecond: z.number(), bytes: z.number() }),
  z.object({ type: z.literal('read') }),
])
const census = z.object({ totals: z.object({ websocket: z.number(), buffered: z.number() }) })

const dir = mkdtempSync(join(tmpdir(), 'dapur-slow-'))
process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
process.on('SIGTERM', () => process.exit(0))
let app: Awaited<ReturnType<typeof openApp>> | undefined

process.on('message', (message: unknown) => {
  void obey(order.parse(message)).then((answer) => process.send?.(answer))
})

async function obey(asked: z.infer<typeof order>): Promise<object> {
  if (asked.type === 'open') return await open(asked.hasNoCap)
  if (!app) throw new Error('it is not open')
  if (asked.type === 'read') return { ...read(app), memory: memoryInUse() }
  let most = 0
  for (let i = 0; i < asked.count; i++) {
    const cells = { at: String(process.hrtime.bigint()), text: 'x'.repeat(asked.bytes) }
    await Promise.all([
      createRecord(app.house, systemAsk(app.house), 'notes', cells),
      sleep(1000 / asked.perSecond),
    ])
    most = Math.max(most, read(app).buffered)
  }
  return { most }
}

async function open(hasNoCap: boolean): Promise<object> {
  // The fault that a control plants.
  const noCap = { buffered: Number.POSITIVE_INFINITY, drain: Number.POSITIVE_INFINITY }
  if (hasNoCap) Object.assign(usualLimits, noCap)
  app = await openApp({ dir, durability: 'normal', origins: ['*'], logLevel: 'silent' })
  const text = { name: 'text', type: 'text', max: 1_000_000 }
  const fields = [text, { name: 'at', type: 'text' }]
  await createCollection(app.house, { name: 'notes', type: 'base', listRule: '', fields })
  const { address } = await listen(app, { host: '127.0.0.1', port: 0 })
  return { url: address }
}

function read({ house }: NonNullable<typeof app>): { sockets: number; buffered: number } {
  const { totals } = census.parse(JSON.parse(house.hub.inspect({ page: 1, perPage: 1 })))
  return { sockets: totals.websocket, buffered: totals.buffered }
}
