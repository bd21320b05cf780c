import { expect, test } from 'vitest'
import { openLive } from './live-app.ts'
import { realtimeApp } from './realtime-app.ts'
import { testPassword } from './test-app.ts'

test('who is connected, to what, and how far behind: for superusers, in pages', async () => {
  const app = await realtimeApp()
  const { call, collection, connect, record, signIn, superuser, hub } = app
  const ask = async (page: { page: number; perPage: number }) => JSON.parse(hub.inspect(page))
  await collection({ name: 'dishes', type: 'base', listRule: '', fields: [{ name: 'name', type: 'text' }] })
  await call('PATCH', '/api/settings', {
    token: superuser,
    body: { dapur: { channels: [{ pattern: 'lobby', join: '', send: '' }] } },
  })
  const person = { email: 'sri@example.com', password: testPassword, passwordConfirm: testPassword }
  const sri = await record('users', person)
  const [peer] = [await connect(await signIn('users', person.email)), await connect()]
  const began = Date.now()
  await peer.ask({ type: 'subscribe', topic: 'dishes/*', filter: `name != "${'x'.repeat(300)}"` })
  await peer.ask({ type: 'subscribe', topic: '@oauth2' })
  await record('dishes', { name: 'soto' })
  await peer.next('event')
  await openLive(peer, { collection: 'dishes', sort: '-name', limit: 5 })
  await peer.ask({ type: 'join', channel: 'lobby' })
  const { items, ...all } = await ask({ page: 1, perPage: 30 })
  expect(all).toEqual({
    page: 1,
    perPage: 30,
    totalItems: 2,
    totalPages: 1,
    seq: expect.any(Number),
    totals: {
      websocket: 2,
      sse: 0,
      guests: 1,
      topics: 2,
      live: 1,
      channels: 1,
      buffered: expect.any(Number),
    },
  })
  expect(items[0]).toEqual({
    id: expect.stringMatching(/^\w{8}$/),
    actor: { id: sri.id, collection: 'users', kind: 'record' },
    address: '127.0.0.1',
    transport: 'websocket',
    since: expect.any(String),
    heard: expect.any(String),
    buffered: expect.any(Number),
    seq: all.seq,
    behind: 0,
    topics: {
      total: 2,
      items: [{ topic: 'dishes/*', filter: `name != "${'x'.repeat(191)}…` }, { topic: '@oauth2' }],
    },
    live: { total: 1, items: [{ collection: 'dishes', limit: 5, shown: 1, sort: '-name' }] },
    channels: { total: 1, items: [{ name: 'lobby', members: 1 }] },
  })
  expect(Math.abs(Date.parse(items[0].since) - began)).toBeLessThan(10_000)
  expect(items[1]).toMatchObject({ actor: null, topics: { total: 0, items: [] } })
  expect((await ask({ page: 2, perPage: 1 })).items).toEqual([
    // Both are counted back from now, give or take a millisecond.
    { ...items[1], since: expect.any(String), heard: expect.any(String) },
  ])
  for (let n = 0; n < 30; n++) await peer.ask({ type: 'subscribe', topic: `dishes/r${n}` })
  const [busy] = (await ask({ page: 1, perPage: 1000 })).items
  expect([busy.topics.total, busy.topics.items.length]).toEqual([32, 20])
  expect((await ask({ page: 1, perPage: 1000 })).perPage).toBe(100)
})

test('the route is closed to everybody else', async () => {
  const { call, record, signIn, superuser } = await realtimeApp()
  const person = { email: 'sri@example.com', password: testPassword, passwordConfirm: testPassword }
  await record('users', person)
  const path = '/api/realtime/inspect?perPage=5'
  expect((await call('GET', path)).status).toBe(401)
  expect((await call('GET', path, { token: await signIn('users', person.email) })).status).toBe(403)
  const { status, json } = await call('GET', path, { token: superuser })
  expect([status, json.perPage, json.items]).toEqual([200, 5, []])
})
