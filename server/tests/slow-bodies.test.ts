import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { testApp } from './test-app.ts'

const PATIENCE = { within: 800, least: 100, every: 50 }
const PATH = '/api/collections/notes/records'

/** A server with little patience, and a way to send it bytes. */
async function impatient(): Promise<{ address: string; open: (head: string, end?: string) => Socket }> {
  const app = await testApp()
  await app.collection({
    name: 'notes',
    type: 'base',
    createRule: '',
    fields: [{ name: 'text', type: 'text', max: 10_000 }],
  })
  const server = await listen(app.app, { host: '127.0.0.1', port: 0, patience: PATIENCE, headersWithin: 500 })
  onTestFinished(() => server.close())
  return {
    address: server.address,
    open(head, end = '\r\n\r\n') {
      const socket = connect({
        port: Number(new URL(server.address).port),
        host: '127.0.0.1',
        allowHalfOpen: true,
      })
      onTestFinished(() => void socket.destroy())
      socket.on('error', () => undefined)
      socket.write(`POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${head}${end}`)
      return socket
    },
  }
}

/** What comes back until the other side ends, which a client may do as late as it likes. */
async function answer(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (part: Buffer) => (text += part.toString()))
  await once(socket, 'end')
  return text
}

async function drip(socket: Socket, piece: string, times: number, every: number): Promise<void> {
  for (let i = 0; i < times && socket.writable; i++) {
    socket.write(piece)
    await sleep(every)
  }
}

test('H2 a body that goes on arriving may take longer than any patience', async () => {
  const { open } = await impatient()
  const body = JSON.stringify({ text: 'x'.repeat(2400) })
  const socket = open(`content-length: ${body.length}\r\nconnection: close`)
  const answered = answer(socket)
  const began = performance.now()
  for (let at = 0; at < body.length; at += 120) {
    socket.write(body.slice(at, at + 120))
    await sleep(100)
  }
  expect(performance.now() - began).toBeGreaterThan(PATIENCE.within * 2)
  expect(await answered).toMatch(/^HTTP\/1\.1 200 /)
})

test.each([
  ['whose length is known', 'content-length: 5000', 'x'],
  ['in chunks', 'transfer-encoding: chunked', '1\r\nx\r\n'],
])('H2 a body %s that drips is cut with 408, and its socket too', async (_what, head, piece) => {
  const { open } = await impatient()
  const socket = open(head)
  const answered = answer(socket)
  void drip(socket, piece, 100, 100)
  const text = await answered
  expect(text).toMatch(/^HTTP\/1\.1 408 /)
  expect(text).toContain('"code":"request_too_slow"')
  // We have not ended our side: the server must not wait for that.
  const deadline = performance.now() + 5000
  while (!socket.destroyed && performance.now() < deadline) {
    socket.write('x')
    await sleep(50)
  }
  expect(socket.destroyed).toBe(true)
})

test('H2 a hundred sockets whose headers drip are cut, and meanwhile others are answered', async () => {
  const { open, address } = await impatient()
  const slow = Array.from({ length: 100 }, () => open('x-slow: a', ''))
  const answers = Promise.all(slow.map(answer))
  for (const socket of slow) void drip(socket, 'x', 100, 100)
  const healthy = await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(5000) })
  expect(healthy.status).toBe(200)
  expect((await answers).map((text) => text.slice(0, 12))).toEqual(slow.map(() => 'HTTP/1.1 408'))
})
