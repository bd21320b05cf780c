import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { openPeer, realtimeApp, type RealtimeApp } from '../../server/tests/realtime-app.ts'

/** Sockets that come and go in one lap, so many of them at once. */
const LAP = { sockets: 1000, atOnce: 50 }
/** Bytes a socket that is gone may leave behind; a client that is kept is several KiB. */
const MOST_LEFT = 500

/** Connect, subscribe, resume, and go without a word. */
async function comeAndGo(app: RealtimeApp): Promise<void> {
  for (let gone = 0; gone < LAP.sockets; gone += LAP.atOnce) {
    const visits = Array.from({ length: LAP.atOnce }, async () => {
      const peer = openPeer(app.url)
      const { epoch, seq } = await peer.next('hello')
      await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*', filter: `text != "${Math.random()}"` })
      await peer.ask({ type: 'subscribe', id: 2, topic: 'notes/*', since: { epoch, seq } })
      peer.socket.terminate()
      await peer.closed
    })
    await Promise.all(visits)
  }
  await expect.poll(() => app.hub.size, { timeout: 10_000 }).toBe(0)
}

async function heapInUse(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  for (let time = 0; time < 3; time++) {
    if (typeof collect === 'function') collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return process.memoryUsage().heapUsed
}

/** Bytes that the second lap has left, a socket: by then every cache has its size. */
async function leftBehind(between: (app: RealtimeApp) => unknown = () => undefined): Promise<number> {
  const app = await realtimeApp()
  await app.collection({
    name: 'notes',
    type: 'base',
    listRule: '',
    fields: [{ name: 'text', type: 'text' }],
  })
  await comeAndGo(app)
  const before = await heapInUse()
  between(app)
  await comeAndGo(app)
  const left = ((await heapInUse()) - before) / LAP.sockets
  return left
}

test('sockets that come and go leave nothing behind', async () => {
  expect(await leftBehind()).toBeLessThan(MOST_LEFT)
}, 60_000)

test('control: a hub that forgets to let go of its clients is found', async () => {
  const clients: unknown[] = []
  const left = await leftBehind(({ hub }) => {
    const connect = hub.connect.bind(hub)
    hub.connect = (pipe, address) => {
      const connection = connect(pipe, address)
      clients.push(pipe, connection)
      return connection
    }
  })
  expect(clients.length).toBeGreaterThan(0)
  expect(left).toBeGreaterThan(MOST_LEFT)
}, 60_000)
