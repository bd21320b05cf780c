import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { socketPlaces } from '../http/socket-places.ts'
import { streamApp } from './event-stream.ts'

/** A place is given back when the end of a socket has come through. */
const WITHIN = { timeout: 10_000 }

/** The status of a handshake, and the socket when it is let in. */
async function shake(address: string): Promise<{ status: number; socket: WebSocket }> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/realtime`, 'dapur.v1')
  socket.on('error', () => undefined)
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101))
    socket.once('unexpected-response', (_, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
  })
  return { status, socket }
}

test('sockets and streams of one address are counted together, and give their places back', async () => {
  const { address, call, open, superuser } = await streamApp()
  const body = { dapur: { realtime: { maxPerAddress: 2 } } }
  expect((await call('PATCH', '/api/settings', { token: superuser, body })).status).toBe(200)
  const stream = await open()
  const first = await shake(address)
  expect(first.status).toBe(101)
  expect((await shake(address)).status).toBe(429)
  const refused = await fetch(`${address}/api/realtime`)
  expect(refused.status).toBe(429)
  expect(await refused.json()).toMatchObject({ code: 'connections_too_many', status: 429, data: {} })

  first.socket.close()
  await once(first.socket, 'close')
  const again = await vi.waitUntil(async () => {
    const made = await shake(address)
    return made.status === 101 && made
  }, WITHIN)
  stream.response.destroy()
  const last = await vi.waitUntil(async () => {
    const response = await fetch(`${address}/api/realtime`)
    return response.status === 200 && response
  }, WITHIN)
  await last.body?.cancel()
  again.socket.close()
})

test('a place is given back once, whoever says so twice', () => {
  const places = socketPlaces(() => 1)
  const giveBack = places.take('a')
  expect(places.take('a')).toBeUndefined()
  expect(places.take('b')).toBeDefined()
  giveBack?.()
  giveBack?.()
  expect(places.take('a')).toBeDefined()
  expect(places.take('a')).toBeUndefined()
})
