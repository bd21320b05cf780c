import { createServer, type Socket } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { openApp } from '../server/app.ts'
import { systemAsk } from '../server/auth/system-ask.ts'
import { createCollection } from '../server/collections/create.ts'
import { workedTime } from '../server/base/clock.ts'
import { listen } from '../server/cli/listen.ts'
import { createRecord } from '../server/records/create.ts'
import { type Account, makeAccount } from './account.ts'
import { collectGarbage } from './collect-garbage.ts'

/*
 * The server whose fan-out is measured, and a bare socket server that writes the same bytes to as many sockets.
 */
const order = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open') }),
  z.object({ type: z.literal('tell'), changes: z.number(), isWatched: z.boolean() }),
  z.object({ type: z.literal('write'), bytes: z.number(), sockets: z.number() }),
  z.object({ type: z.literal('read') }),
  z.object({ type: z.literal('own'), actors: z.number() }),
])

const raw = new Set<Socket>()
const dir = mkdtempSync(join(tmpdir(), 'dapur-fan-out-'))
process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
process.on('SIGTERM', () => process.exit(0))
const app = await openApp({ dir, durability: 'normal', origins: ['*'], logLevel: 'silent' })
const delay = monitorEventLoopDelay({ resolution: 1 })
let cpu = process.cpuUsage()
/** The CPU time of the longest turn of the loop, in ms, while somebody watches. */
let longestTurn = 0
let isWatched = false

process.on('message', (message: unknown) => {
  void obey(order.parse(message)).then((answer) => process.send?.(answer))
})

async function obey(asked: z.infer<typeof order>): Promise<object> {
  switch (asked.type) {
    case 'open':
      return await open()
    case 'tell':
      begin()
      if (asked.isWatched) watchTurns()
      await Promise.all(Array.from({ length: asked.changes }, () => tell()))
      return {}
    case 'write':
      return await writeRaw(asked)
    case 'read':
      return end()
    case 'own':
      return await own(asked.actors)
  }
}

async function open(): Promise<object> {
  const fields = [{ name: 'title', type: 'text' }]
  await createCollection(app.house, { name: 'notes', type: 'base', listRule: '', fields })
  const { address } = await listen(app, { host: '127.0.0.1', port: 0 })
  const bare = createServer((socket) => raw.add(socket.on('error', () => raw.delete(socket))))
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
  const bound = bare.address()
  if (bound === null || typeof bound === 'string') throw new Error('the bare server listens on no port')
  return { web: Number(new URL(address).port), raw: bound.port }
}

/** What the events tell has always the same length. */
async function tell(): Promise<void> {
  await createRecord(app.house, systemAsk(app.house), 'notes', { title: 'x'.repeat(200) })
}

async function writeRaw({ bytes, sockets }: { bytes: number; sockets: number }): Promise<object> {
  // A client may know of its connection before we do.
  while (raw.size < sockets) await sleep(1)
  const frame = Buffer.alloc(bytes, 'x')
  begin()
  for (const socket of raw) socket.write(frame)
  return {}
}

function begin(): void {
  cpu = process.cpuUsage()
  delay.reset()
  delay.enable()
}

/** A look every turn: it keeps the loop from resting, so that what else is measured then means nothing. */
function watchTurns(): void {
  longestTurn = 0
  isWatched = true
  let since = workedTime()
  const look = (): void => {
    const now = workedTime()
    longestTurn = Math.max(longestTurn, now - since)
    since = now
    if (isWatched) setImmediate(look)
  }
  setImmediate(look)
}

function end(): object {
  isWatched = false
  const { user, system } = process.cpuUsage(cpu)
  delay.disable()
  collectGarbage()
  return { cpuUs: user + system, blockedMs: delay.max / 1e6, turnMs: longestTurn }
}

const CHANGES = 200
/** Takes what it gets: what is measured is how it is found out who gets anything. */
const nowhere = {
  buffered: 0,
  write: () => undefined,
  ping: () => undefined,
  close: () => undefined,
  cut: () => undefined,
}

/** What a change of an owned record costs with so many actors who listen, and with nobody. */
async function own(actors: number): Promise<object> {
  const users = app.house.catalog.current.find('users')
  if (!users) throw new Error('there are no users')
  const owner = { name: 'owner', type: 'relation', collectionId: users.id, maxSelect: 1 }
  const rule = 'owner = @request.auth.id'
  await createCollection(app.house, { name: 'owned', type: 'base', listRule: rule, fields: [owner] })
  const accounts: Account[] = []
  for (let i = 0; i < actors; i++)
    accounts.push(await makeAccount(app, users.id, { email: `a${i}@example.com` }))
  const ofOne = (place: number): object => ({ owner: accounts[(place * 37) % actors]?.id })
  // Both twice: the compiler has seen them by then.
  await changeOwned(ofOne)
  const alone = await changeOwned(ofOne)
  for (const { token } of accounts) listenAs(token)
  await changeOwned(ofOne)
  return { alone, listening: await changeOwned(ofOne) }
}

function listenAs(token: string): void {
  const connection = app.house.hub.connect(nowhere, '127.0.0.1')
  const frames = [
    { type: 'auth', id: 1, token },
    { type: 'subscribe', id: 2, topic: 'owned/*' },
  ].map((frame) => JSON.stringify(frame))
  for (const frame of frames) connection.receive(frame, frame.length)
}

/** CPU us a change, told and all. */
async function changeOwned(body: (place: number) => object): Promise<number> {
  const ask = systemAsk(app.house)
  const since = process.cpuUsage()
  for (let i = 0; i < CHANGES; i++) {
    await createRecord(app.house, ask, 'owned', { ...body(i) })
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { user, system } = process.cpuUsage(since)
  return (user + system) / CHANGES
}
