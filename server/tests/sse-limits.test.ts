import { setTimeout as sleep } from 'node:timers/promises'
import { EventSource } from 'eventsource'
import PocketBase from 'pocketbase'
import { expect, onTestFinished, test } from 'vitest'
import { systemAsk } from '../auth/system-ask.ts'
import { type Hub, openHub } from '../realtime/hub.ts'
import type { Limits } from '../realtime/limits.ts'
import type { Message } from '../realtime/pipe.ts'
import { createRecord } from '../records/create.ts'
import { updateSettings } from '../settings/update-settings.ts'
import { streamApp } from './event-stream.ts'
import { testApp, type TestApp, testPassword } from './test-app.ts'

interface Listener {
  readonly texts: string[]
  readonly state: { isClosed: boolean; buffered: number }
  readonly clientId: string
}

/** A listener without a socket: for what a real one takes minutes to show. */
function listenerOf(hub: Hub): Listener {
  const texts: string[] = []
  const state = { isClosed: false, buffered: 0 }
  let clientId = ''
  hub.stream((id) => {
    clientId = id
    return {
      write: (messages: readonly Message[]) => void texts.push(...messages.map(({ text }) => text)),
      get buffered() {
        return state.buffered
      },
      ping: () => expect.unreachable('a stream has no signs of life'),
      close: () => void (state.isClosed = true),
      cut: () => void (state.isClosed = true),
    }
  }, '127.0.0.1')
  return { texts, state, clientId }
}

async function hubWith(limits: Partial<Limits>): Promise<TestApp & { hub: Hub }> {
  const app = await testApp()
  await app.collection({
    name: 'dishes',
    type: 'base',
    listRule: '',
    fields: [{ name: 'title', type: 'text' }],
  })
  const hub = await openHub(app.app.house, { sweep: 10, ...limits })
  onTestFinished(() => hub.close())
  return { ...app, hub }
}

const sender = { address: '127.0.0.1', authorization: undefined }

test('services §3.1 a stream that nothing is told on ends, and one that is told something goes on', async () => {
  const { hub, record } = await hubWith({ idle: 300 })
  const [quiet, busy] = [listenerOf(hub), listenerOf(hub)]
  await hub.listen({ clientId: busy.clientId, topics: ['dishes/*'] }, sender)
  for (let at = 0; at < 8; at++) {
    await record('dishes', { title: String(at) })
    await sleep(60)
  }
  expect([quiet.state.isClosed, busy.state.isClosed]).toEqual([true, false])
  expect(busy.texts).toHaveLength(9)
  await expect(hub.listen({ clientId: quiet.clientId, topics: [] }, sender)).rejects.toMatchObject({
    status: 404,
  })
})

test('services §3.1 no stream is kept beyond its time', async () => {
  const { hub, record } = await hubWith({ life: 300 })
  const busy = listenerOf(hub)
  await hub.listen({ clientId: busy.clientId, topics: ['dishes/*'] }, sender)
  for (let at = 0; at < 8; at++) {
    await record('dishes', { title: String(at) })
    await sleep(60)
  }
  expect(busy.state.isClosed).toBe(true)
  expect(hub.size).toBe(0)
})

test('a listener that does not read is let go, and the others hear all', async () => {
  const { hub, record } = await hubWith({ buffered: 1000 })
  const [slow, good] = [listenerOf(hub), listenerOf(hub)]
  for (const { clientId } of [slow, good]) await hub.listen({ clientId, topics: ['dishes/*'] }, sender)
  await expect.poll(() => slow.texts.length).toBe(1)
  slow.state.buffered = 1001
  await record('dishes', { title: 'Soto' })
  await expect.poll(() => good.texts.length).toBe(2)
  expect(slow.state.isClosed).toBe(true)
  expect(slow.texts).toHaveLength(1)
})

test('the same on a real socket: 18 MB for one that has stopped to read', async () => {
  const app = await streamApp()
  const fields = [{ name: 'text', type: 'text', max: 300_000 }]
  await app.collection({ name: 'pages', type: 'base', listRule: '', fields })
  const [slow, good] = [await app.open(), await app.open()]
  await slow.listen(['pages/*'])
  await good.listen(['pages/*'])
  slow.response.pause()
  const text = 'x'.repeat(300_000)
  for (let at = 0; at < 60; at++) await app.record('pages', { text })
  for (let at = 0; at < 60; at++) expect((await good.next()).data.record.text).toHaveLength(300_000)
  expect(app.app.house.hub.size).toBe(1)
})

test('services §3.5 a token that ends leaves an open stream its actor', async () => {
  const { hub, app, record, call, superuser } = await hubWith({})
  const body = { listRule: '@request.auth.id != ""' }
  await call('PATCH', '/api/collections/dishes', { token: superuser, body })
  const { id } = await record('users', {
    email: 'siti@example.com',
    password: testPassword,
    passwordConfirm: testPassword,
  })
  const impersonated = await call('POST', `/api/collections/users/impersonate/${id}`, {
    token: superuser,
    body: { duration: 1 },
  })
  const listener = listenerOf(hub)
  const authorization = impersonated.json.token
  await hub.listen({ clientId: listener.clientId, topics: ['dishes/*'] }, { ...sender, authorization })
  await sleep(1100)
  expect((await call('GET', `/api/collections/users/records/${id}`, { token: authorization })).status).toBe(
    404,
  )
  await record('dishes', { title: 'Soto' })
  await expect.poll(() => listener.texts.length).toBe(2)
  expect(app.house.hub.size).toBe(0)
})

test('A11 a superuser’s open stream hears no more as such once its address is not listed', async () => {
  const { hub, call, superuser, record, app } = await hubWith({})
  await call('PATCH', '/api/collections/dishes', { token: superuser, body: { listRule: null } })
  const listener = listenerOf(hub)
  const topics = ['dishes/*']
  await hub.listen({ clientId: listener.clientId, topics }, { ...sender, authorization: superuser })
  await record('dishes', { title: 'heard' })
  await expect.poll(() => listener.texts.length).toBe(2)
  await updateSettings(app.house, { superuserIPs: ['10.0.0.1'] })
  await createRecord(app.house, systemAsk(app.house), 'dishes', { title: 'not heard' })
  const other = listenerOf(hub)
  await expect(
    hub.listen({ clientId: other.clientId, topics }, { ...sender, authorization: superuser }),
  ).rejects.toMatchObject({ status: 403 })
  await sleep(100)
  expect(listener.texts).toHaveLength(2)
})

test('services §3.1 streams end when the server stops', async () => {
  const { open, app } = await streamApp()
  const stream = await open()
  await app.realtime.close()
  await stream.ended
  expect(app.house.hub.size).toBe(0)
})

test('services §3.1 the end of a connection is the end of its client', async () => {
  const { open, app } = await streamApp()
  const stream = await open()
  stream.response.destroy()
  await expect.poll(() => app.house.hub.size).toBe(0)
  expect((await stream.listen([])).status).toBe(404)
})

test('services §3.6 the official SDK listens, filters, and stops', async () => {
  Object.assign(globalThis, { EventSource })
  const app = await streamApp()
  const rules = { listRule: '', viewRule: '' }
  await app.collection({
    name: 'dishes',
    type: 'base',
    ...rules,
    fields: [{ name: 'price', type: 'number' }],
  })
  const pb = new PocketBase(app.address)
  onTestFinished(() => pb.realtime.unsubscribe())
  const heard: unknown[] = []
  const dishes = pb.collection('dishes')
  const stop = await dishes.subscribe('*', ({ action, record }) => heard.push([action, record['price']]), {
    filter: 'price < 10',
  })
  const { id } = await app.record('dishes', { price: 5 })
  await app.record('dishes', { price: 50 })
  const one: unknown[] = []
  await dishes.subscribe(id, ({ action }) => one.push(action))
  await expect.poll(() => heard).toEqual([['create', 5]])
  const before = pb.realtime.clientId
  const path = `/api/collections/dishes/records/${id}`
  await app.call('PATCH', path, { token: app.superuser, body: { price: 6 } })
  await expect.poll(() => one).toEqual(['update'])
  await stop()
  await app.call('DELETE', path, { token: app.superuser })
  await expect.poll(() => one).toEqual(['update', 'delete'])
  expect(heard).toEqual([
    ['create', 5],
    ['update', 6],
  ])
  expect(pb.realtime.clientId).toBe(before)
})
