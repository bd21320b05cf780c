import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { openApp } from '../server/app.ts'
import { systemAsk } from '../server/auth/system-ask.ts'
import { listen } from '../server/cli/listen.ts'
import { createCollection } from '../server/collections/create.ts'
import { createRecord } from '../server/records/create.ts'
import { makeAccount } from './account.ts'

/*
 * A server on which each of many accounts may see one change in five.
 */
const order = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), actors: z.number() }),
  z.object({ type: z.literal('write'), perSecond: z.number(), seconds: z.number() }),
  z.object({ type: z.literal('read') }),
])

const TEAMS = 5
/** Events are as long as others measure them (`performance.md` §6). */
const FILLING = 'x'.repeat(150)

const dir = mkdtempSync(join(tmpdir(), 'dapur-crowd-'))
process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
process.on('SIGTERM', () => process.exit(0))
const app = await openApp({ dir, durability: 'normal', origins: ['*'], logLevel: 'silent' })
let cpu = process.cpuUsage()

process.on('message', (message: unknown) => {
  void obey(order.parse(message)).then((answer) => process.send?.(answer))
})

async function obey(asked: z.infer<typeof order>): Promise<object> {
  if (asked.type === 'open') return await open(asked.actors)
  if (asked.type === 'write') return await write(asked)
  const { user, system } = process.cpuUsage(cpu)
  return { cpuUs: user + system }
}

async function open(actors: number): Promise<object> {
  const team = { name: 'team', type: 'number' }
  const { id } = await createCollection(app.house, { name: 'cooks', type: 'auth', fields: [team] })
  await createCollection(app.house, {
    name: 'orders',
    type: 'base',
    listRule: 'team = @request.auth.team',
    fields: [team, { name: 'at', type: 'text' }, { name: 'note', type: 'text' }],
  })
  const tokens: string[] = []
  for (let i = 0; i < actors; i++) {
    const { token } = await makeAccount(app, id, { email: `c${i}@example.com`, team: i % TEAMS })
    tokens.push(token)
  }
  const { address } = await listen(app, { host: '127.0.0.1', port: 0 })
  return { web: Number(new URL(address).port), tokens }
}

/** What is late is written late, and says when it was due: whoever waits in line waits as well. */
async function write({ perSecond, seconds }: { perSecond: number; seconds: number }): Promise<object> {
  cpu = process.cpuUsage()
  const began = process.hrtime.bigint()
  const writes: Promise<unknown>[] = []
  const count = Math.round(perSecond * seconds)
  const until = began + BigInt(Math.round(seconds * LATEST * 1e9))
  while (writes.length < count && process.hrtime.bigint() < until) {
    const due = began + BigInt(Math.round((writes.length / perSecond) * 1e9))
    const rest = Number(due - process.hrtime.bigint()) / 1e6
    if (rest > 1) await sleep(rest)
    else if (writes.length % YIELD === 0) await new Promise((resolve) => setImmediate(resolve))
    const cells = { team: writes.length % TEAMS, at: String(due), note: FILLING }
    writes.push(createRecord(app.house, systemAsk(app.house), 'orders', cells))
  }
  await Promise.all(writes)
  return {
    writes: writes.length,
    teams: Array.from({ length: TEAMS }, (_, team) => share(writes.length, team)),
  }
}

/** A server that takes twice the time cannot keep up. */
const LATEST = 2
/** Writes that are late are begun so many a turn. */
const YIELD = 8

/** How many of the writes were for a team. */
function share(writes: number, team: number): number {
  return Math.floor((writes + TEAMS - 1 - team) / TEAMS)
}
