import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { oauthApp } from '../../server/tests/oauth-app.ts'
import type { ApiError, Client, ClientOptions, RecordJson, SocketLike } from '../src/index.ts'
import { servedApp, sri } from './served-app.ts'

/** As on a platform that has none. */
beforeEach(() => {
  vi.stubGlobal('WebSocket', undefined)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

/** A network whose streams can be cut. */
function network(): {
  fetch: typeof fetch
  cut: () => void
  /** How many streams there were, and how often topics were told. */
  streams: () => number
  told: () => number
} {
  let abort = new AbortController()
  let streams = 0
  let told = 0
  return {
    streams: () => streams,
    told: () => told,
    cut: () => {
      abort.abort()
      abort = new AbortController()
    },
    async fetch(input, init = {}) {
      const isStream = new Headers(init.headers).get('accept') === 'text/event-stream'
      if (!isStream || !init.signal) {
        const answer = await globalThis.fetch(input, init)
        if (typeof input === 'string' && input.endsWith('/api/realtime')) told += 1
        return answer
      }
      streams += 1
      return globalThis.fetch(input, { ...init, signal: AbortSignal.any([init.signal, abort.signal]) })
    },
  }
}

interface World {
  open: (options?: ClientOptions) => Client
  root: Client
  net: ReturnType<typeof network>
}

async function world(): Promise<World> {
  const app = await servedApp()
  const fields = [
    { name: 'text', type: 'text' },
    { name: 'rank', type: 'number' },
  ]
  await app.collection({ name: 'notes', type: 'base', listRule: 'rank < 100', viewRule: '', fields })
  await app.collection({ name: 'secrets', type: 'base', listRule: '@request.auth.id != ""', fields })
  return { open: app.open, root: await app.root(), net: network() }
}

/** Waits until the server knows all topics of a stream: what happens before is told to nobody. */
async function whenHeard({ told }: ReturnType<typeof network>, times = 1): Promise<void> {
  await expect.poll(told, { timeout: 5000 }).toBeGreaterThanOrEqual(times)
}

test('without a WebSocket changes come by an event stream, filtered and expanded as asked', async () => {
  const { open, root, net } = await world()
  const dapur = open({ fetch: net.fetch })
  const heard: string[] = []
  const tell = ({ action, record }: { action: string; record: RecordJson }): void => {
    heard.push(`${action} ${String(record['text'])} ${String(record['rank'])}`)
  }
  const notes = dapur.collection('notes')
  const stop = notes.subscribe('*', tell, { filter: 'rank > 1', fields: 'id,text' })
  await whenHeard(net)
  const { id } = await root.collection('notes').create({ text: 'A', rank: 2 })
  await root.collection('notes').create({ text: 'small', rank: 1 })
  await root.collection('notes').create({ text: 'closed', rank: 200 })
  await root.collection('notes').delete(id)
  await expect.poll(() => heard).toEqual(['create A undefined', 'delete A undefined'])
  const closed = new Promise((resolve) => {
    dapur.realtime.onConnection((state) => state === 'closed' && resolve(state))
  })
  stop()
  expect([await closed, net.streams()]).toEqual(['closed', 1])
})

test('after a cut a stream says that there is a gap, and a live list is right again', async () => {
  const { open, root, net } = await world()
  const dapur = open({ fetch: net.fetch })
  const notes = dapur.collection('notes')
  const theirs = root.collection('notes')
  const gaps: string[] = []
  const heard: string[] = []
  notes.subscribe('*', ({ record }) => heard.push(String(record['text'])), {
    onGap: (reason) => gaps.push(reason),
  })
  const first = await theirs.create({ text: 'a', rank: 1 })
  const seen: string[] = []
  const list = notes.live({ sort: 'rank', filter: 'rank < 5', limit: 10 }, (items) =>
    seen.push(items.map(({ text }) => text).join('')),
  )
  await expect.poll(() => seen).toEqual(['a'])
  await theirs.create({ text: 'b', rank: 2 })
  await expect.poll(() => seen.at(-1)).toBe('ab')
  await theirs.update(first.id, { rank: 9 })
  await expect.poll(() => seen.at(-1)).toBe('b')
  expect(gaps).toEqual([])
  net.cut()
  await theirs.create({ text: 'c', rank: 0 })
  await expect.poll(() => seen.at(-1), { timeout: 5000 }).toBe('cb')
  expect(gaps).toEqual(['stream'])
  await theirs.create({ text: 'd', rank: 3 })
  await expect.poll(() => seen.at(-1)).toBe('cbd')
  expect(heard).toEqual(['b', 'a', 'd'])
  list.stop()
})

test('on a stream who signs in sees more, and somebody else gets a stream of their own', async () => {
  const { open, root, net } = await world()
  const dapur = open({ fetch: net.fetch })
  const heard: string[] = []
  const listen = (name: string): (() => void) =>
    dapur.collection(name).subscribe('*', ({ record }) => heard.push(String(record['text'])))
  listen('secrets')
  listen('notes')
  /** What is heard of a secret and of a note after it, which everybody hears. */
  const hear = async (secret: string, note: string): Promise<string[]> => {
    await root.collection('secrets').create({ text: secret })
    await root.collection('notes').create({ text: note })
    await expect.poll(() => heard).toContain(note)
    return heard.splice(0)
  }
  await whenHeard(net)
  expect(await hear('one', 'first')).toEqual(['first'])
  await dapur.collection('users').signIn(sri)
  await whenHeard(net, 2)
  expect(await hear('two', 'second')).toEqual(['two', 'second'])
  expect(net.streams()).toBe(1)
  const told = net.told()
  dapur.auth.clear()
  await expect.poll(net.streams, { timeout: 5000 }).toBe(2)
  // One is refused, the next is by the new stream.
  await whenHeard(net, told + 2)
  expect(await hear('three', 'third')).toEqual(['third'])
})

test('on a stream a live list is that of whoever is signed in', async () => {
  const { open, root } = await world()
  await root.collection('secrets').create({ text: 'for sri' })
  const dapur = open()
  const seen: number[] = []
  dapur.collection('secrets').live({ onError: () => seen.push(-1) }, (items) => seen.push(items.length))
  await expect.poll(() => seen.at(-1)).toBe(0)
  await dapur.collection('users').signIn(sri)
  await expect.poll(() => seen.at(-1)).toBe(1)
  dapur.auth.clear()
  await expect.poll(() => seen.at(-1), { timeout: 5000 }).toBe(0)
})

test('what a stream cannot do is refused, and what can never be is an error', async () => {
  const { open } = await world()
  const dapur = open()
  const refused = new Promise<ApiError>((onError) => {
    dapur.channel('lobby', { onError })
  })
  expect((await refused).code).toBe('channels_need_websocket')
  const wrong = new Promise<ApiError>((onError) => {
    dapur.collection('notes').live({ filter: '(', onError }, () => undefined)
  })
  expect((await wrong).status).toBe(400)
})

test('where sockets are blocked a stream takes their place', async () => {
  const { open, root, net } = await world()
  const tried: string[] = []
  class Blocked implements SocketLike {
    constructor(url: string) {
      tried.push(url)
    }
    send(): void {
      throw new Error('It never opened.')
    }
    close(): void {
      throw new Error('It never opened.')
    }
    addEventListener(type: string, listener: (event: never) => void): void {
      if (type === 'close') queueMicrotask(listener as () => void)
    }
  }
  const dapur = open({ fetch: net.fetch, WebSocket: Blocked })
  const heard: string[] = []
  dapur.collection('notes').subscribe('*', ({ record }) => heard.push(String(record['text'])))
  await expect
    .poll(
      async () => {
        await root.collection('notes').create({ text: 'A', rank: 1 })
        return heard.length
      },
      { timeout: 10_000 },
    )
    .toBeGreaterThan(0)
  expect([tried.length, net.streams()]).toEqual([2, 1])
})

test('services §2.5 a way to a provider ends on a stream as well', async () => {
  const app = await servedApp(await oauthApp())
  const { record } = await app
    .open()
    .collection('users')
    .signInWithOAuth2({ provider: 'oidc', openUrl: (url) => fetch(url) })
  expect(record['email']).toBe('siti@example.com')
})
