import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { HANDSHAKE, openWebClient } from '../../bench/web-client.ts'
import { serverFlags } from '../../scripts/server-flags.mjs'
import { type Attack, attacks } from './protocol-attacks.ts'
import { watchMemory } from './process-memory.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const MOST_GROWN = 20 * 1024 * 1024
const WITHIN_MS = 20_000

interface Outcome {
  /** The code of the good-bye, or the status of the answer where nobody was let in; undefined where there was neither. */
  readonly end: number | undefined
  /** Bytes by which the server had more memory at one time than before. */
  readonly grown: number
}

async function attack({ url, pid }: ServerProcess, { handshake, pieces }: Attack): Promise<Outcome> {
  const memory = watchMemory(pid)
  const before = memory.now()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const heard: Buffer[] = []
  socket.on('data', (data: Buffer) => heard.push(data))
  // Whoever is cut off while it speaks hears of it so, too.
  socket.on('error', () => undefined)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write(handshake ?? HANDSHAKE)
  await once(socket, 'data')
  await sendAll(socket, pieces, closed)
  const until = performance.now() + WITHIN_MS
  while (!socket.closed && endOf(Buffer.concat(heard)) === undefined) {
    if (performance.now() > until) throw new Error('the line was not cut')
    await sleep(5)
  }
  // A server waits for the good-bye to its own.
  socket.end()
  await closed
  return { end: endOf(Buffer.concat(heard)), grown: memory.stop() - before }
}

async function sendAll(socket: Socket, pieces: Iterable<Buffer>, closed: Promise<unknown>): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed || !socket.writable) return
    if (!socket.write(piece))
      await Promise.race([closed, new Promise((resolve) => socket.once('drain', resolve))])
  }
}

function endOf(bytes: Buffer): number | undefined {
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(bytes.toString('latin1')) ?? []
  if (status !== '101') return status === undefined ? undefined : Number(status)
  const at = bytes.lastIndexOf(0x88)
  return at >= 0 && bytes.length >= at + 4 ? bytes.readUInt16BE(at + 2) : undefined
}

async function start(plant?: URL): Promise<{ server: ServerProcess; end: () => Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-protocol-'))
  const server = await startServer({
    dir,
    nodeFlags: [...serverFlags, ...(plant ? ['--import', plant.href] : [])],
  })
  const end = async (): Promise<void> => {
    await server.kill()
    rmSync(dir, { recursive: true, force: true })
  }
  return { server, end }
}

describe.skipIf(process.platform !== 'linux')(
  'W2 whatever comes over the line, its socket alone ends',
  () => {
    let started: Awaited<ReturnType<typeof start>>
    let bystander: Socket
    beforeAll(async () => {
      started = await start()
      bystander = await openWebClient(Number(new URL(started.server.url).port), [])
    }, 60_000)
    afterAll(() => started.end())

    test.each(attacks)('$title', { timeout: 60_000 }, async (one) => {
      const { end, grown } = await attack(started.server, one)
      expect(one.isFlood ? [one.end, undefined] : [one.end]).toContain(end)
      expect(grown).toBeLessThan(MOST_GROWN)
      expect((await fetch(`${started.server.url}/api/health`)).status).toBe(200)
      expect(bystander.destroyed).toBe(false)
    })

    test('300 who stop half way through the handshake', { timeout: 60_000 }, async () => {
      const { url, pid } = started.server
      const memory = watchMemory(pid)
      const before = memory.now()
      const sockets = Array.from({ length: 300 }, () => connect(Number(new URL(url).port), '127.0.0.1'))
      onTestFinished(() => sockets.forEach((socket) => socket.destroy()))
      for (const socket of sockets) socket.write(HANDSHAKE.slice(0, HANDSHAKE.length / 2))
      await Promise.all(sockets.map((socket) => once(socket, 'connect')))
      expect((await fetch(`${url}/api/health`)).status).toBe(200)
      expect(memory.stop() - before).toBeLessThan(MOST_GROWN)
    })
  },
)

test.skipIf(process.platform !== 'linux')(
  'W2 control: a server that takes messages of any size is found',
  async () => {
    const { server, end } = await start(new URL('./plant-boundless.ts', import.meta.url))
    onTestFinished(end)
    const large = attacks.find(({ title }) => title === 'a frame of 100 MB')
    if (!large) throw new Error('there is no such attack')
    const outcome = await attack(server, large)
    expect(outcome.end).not.toBe(large.end)
    expect(outcome.grown).toBeGreaterThan(MOST_GROWN)
  },
  60_000,
)
