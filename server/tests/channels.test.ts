import { describe, expect, test } from 'vitest'
import type { StorageDialect } from '../storage/dialect.ts'
import {
  dialects,
  type Frame,
  type Peer,
  realtimeApp,
  type RealtimeApp,
  type RealtimeOptions,
} from './realtime-app.ts'
import { testPassword } from './test-app.ts'

interface Person {
  readonly id: string
  readonly token: string
}

interface Kitchen extends RealtimeApp {
  readonly sri: Person
  readonly budi: Person
  readonly orders: string
  readonly channels: (list: readonly object[]) => Promise<Frame>
}

const orderRule =
  '@collection.orders.id ?= @request.channel.key && @collection.orders.owner ?= @request.auth.id'

async function kitchen(dialect: StorageDialect, limits: RealtimeOptions['limits'] = {}): Promise<Kitchen> {
  const app = await realtimeApp({ dialect, limits })
  const { call, superuser } = app
  const person = async (name: string): Promise<Person> => {
    const email = `${name}@example.com`
    const { id } = await app.record('users', {
      email,
      name,
      password: testPassword,
      passwordConfirm: testPassword,
    })
    return { id, token: await app.signIn('users', email) }
  }
  await app.collection({ name: 'orders', type: 'base', fields: [{ name: 'owner', type: 'text' }] })
  const [sri, budi] = [await person('sri'), await person('budi')]
  const order = await app.record('orders', { owner: sri.id })
  const channels = async (list: readonly object[]): Promise<Frame> =>
    call('PATCH', '/api/settings', { token: superuser, body: { dapur: { channels: list } } })
  await channels([
    { pattern: 'lobby', join: '', send: '' },
    { pattern: 'staff', join: '@request.auth.id != ""', send: '@request.auth.name = "sri"' },
    { pattern: 'order:*', join: orderRule, send: '' },
    { pattern: 'closed', join: null, send: null },
    { pattern: 'closed*', join: '', send: '' },
    {
      pattern: 'own:*',
      join: '@request.channel.key = @request.auth.id',
      send: '@request.channel.name != "own:"',
    },
  ])
  return { ...app, sri, budi, orders: order.id, channels }
}

const join = (peer: Peer, channel: string, more: object = {}): Promise<Frame> =>
  peer.ask({ type: 'join', channel, ...more })
const send = (peer: Peer, channel: string, payload: unknown, more: object = {}): Promise<Frame> =>
  peer.ask({ type: 'send', channel, event: 'said', payload, ack: true, ...more })
const said = async (peer: Peer): Promise<unknown[]> =>
  (await peer.events()).filter(({ type }) => type === 'message').map(({ payload }) => payload)

describe.each(dialects)('%s', (_, dialect) => {
  test('a message reaches every member but its sender, in order, and says who sent it', async () => {
    const { connect, sri } = await kitchen(dialect)
    const [a, b, c, outside] = [await connect(sri.token), await connect(), await connect(), await connect()]
    for (const peer of [a, b, c]) await join(peer, 'lobby')
    const first = await join(a, 'lobby')
    expect(first).toMatchObject({ type: 'ok', presence: [] })
    for (let n = 0; n < 50; n++)
      a.socket.send(JSON.stringify({ type: 'send', id: n, channel: 'lobby', event: 'n', payload: n }))
    expect(await send(a, 'lobby', { text: 'hi', list: [1, null] })).toEqual({
      type: 'ok',
      id: expect.any(Number),
    })
    const heard = (await b.events()).filter(({ type }) => type === 'message')
    expect(heard.map(({ payload }) => payload)).toEqual([
      ...Array(50).keys(),
      { text: 'hi', list: [1, null] },
    ])
    expect(heard.at(-1)).toEqual({
      type: 'message',
      channel: 'lobby',
      event: 'said',
      payload: { text: 'hi', list: [1, null] },
      from: { id: first.member, actor: { id: sri.id, collection: 'users' } },
    })
    expect(await said(c)).toHaveLength(51)
    expect(await a.events()).toEqual([])
    expect(await outside.events()).toEqual([])
    expect(await b.ask({ type: 'leave', channel: 'lobby' })).toMatchObject({ type: 'ok' })
    await send(a, 'lobby', 'gone')
    expect(await said(b)).toEqual([])
    expect(await said(c)).toEqual(['gone'])
  })

  test('two senders are heard in one order by all', async () => {
    const { connect } = await kitchen(dialect)
    const peers = [await connect(), await connect(), await connect(), await connect()]
    for (const peer of peers) await join(peer, 'lobby')
    const [a, b, c, d] = peers as [Peer, Peer, Peer, Peer]
    for (let n = 0; n < 40; n++)
      for (const [name, peer] of [
        ['a', a],
        ['b', b],
      ] as const)
        peer.socket.send(
          JSON.stringify({ type: 'send', id: n, channel: 'lobby', event: 'n', payload: `${name}${n}` }),
        )
    await Promise.all([a.ask({ type: 'ping' }), b.ask({ type: 'ping' })])
    const [first, second] = [await said(c), await said(d)]
    expect(first).toHaveLength(80)
    expect(second).toEqual(first)
  })

  test('the first pattern that fits decides: null is closed, "" is open, no pattern is closed', async () => {
    const { connect, sri, budi, superuser, orders } = await kitchen(dialect)
    const [guest, a, b, root] = [
      await connect(),
      await connect(sri.token),
      await connect(budi.token),
      await connect(superuser),
    ]
    const status = async (peer: Peer, channel: string): Promise<number> =>
      (await join(peer, channel)).status ?? 200
    const table: [string, number, number, number, number][] = [
      ['lobby', 200, 200, 200, 200],
      ['staff', 403, 200, 200, 200],
      [`order:${orders}`, 403, 200, 403, 200],
      ['order:other', 403, 403, 403, 200],
      ['order:', 403, 403, 403, 200],
      ['closed', 403, 403, 403, 200],
      ['closed:never', 200, 200, 200, 200],
      [`own:${sri.id}`, 403, 200, 403, 200],
      ['unknown', 403, 403, 403, 200],
      ['LOBBY', 403, 403, 403, 200],
    ]
    for (const [channel, ...wanted] of table) {
      const had: number[] = []
      for (const peer of [guest, a, b, root]) had.push(await status(peer, channel))
      expect([channel, ...had]).toEqual([channel, ...wanted])
    }
    expect(await send(b, 'staff', 1)).toMatchObject({
      type: 'error',
      status: 403,
      code: 'channel_send_refused',
    })
    expect(await send(a, 'staff', 1)).toMatchObject({ type: 'ok' })
    expect(await said(b)).toEqual([1])
    expect(await send(guest, 'staff', 1)).toMatchObject({ status: 400, code: 'channel_not_joined' })
    expect(await guest.ask({ type: 'leave', channel: 'staff' })).toMatchObject({ status: 400 })
  })

  test('an API key with a scope is for records, not for channels', async () => {
    const { connect, call, superuser, sri } = await kitchen(dialect)
    await call('PATCH', '/api/collections/users', {
      token: superuser,
      body: { dapur: { apiKeys: { enabled: true } } },
    })
    const { json } = await call('POST', '/api/collections/users/api-keys', {
      token: sri.token,
      body: { name: 'k', scopes: [{ collections: ['*'], actions: ['list'] }] },
    })
    const peer = await connect(json.key ?? json.secret ?? json.token)
    expect(await join(peer, 'lobby')).toMatchObject({ status: 403, code: 'channel_closed' })
  })

  test('whoever loses the right has to leave at once, and is told why', async () => {
    const { connect, call, channels, sri, budi, superuser, orders } = await kitchen(dialect)
    const [root, a] = [await connect(superuser), await connect(sri.token)]
    const room = `order:${orders}`
    const owner = (id: string): Promise<unknown> =>
      call('PATCH', `/api/collections/orders/records/${orders}`, { token: superuser, body: { owner: id } })
    const left = async (): Promise<unknown> => (await a.next('left')).reason
    for (const peer of [root, a]) await join(peer, room)
    await owner(budi.id)
    await send(root, room, 'not for sri')
    expect(await left()).toBe('records')
    expect(await said(a)).toEqual([])
    await owner(sri.id)
    expect(await join(a, room)).toMatchObject({ type: 'ok' })
    await a.ask({ type: 'auth', token: budi.token })
    expect(await left()).toBe('actor')
    await a.ask({ type: 'auth', token: sri.token })
    await join(a, room)
    await channels([{ pattern: 'order:*', join: '@request.auth.name = "nobody"', send: '' }])
    expect(await left()).toBe('rules')
    await send(root, room, 'not for sri')
    await channels([{ pattern: 'order:*', join: orderRule, send: '' }])
    await join(a, room)
    await call('DELETE', '/api/collections/orders', { token: superuser })
    expect(await left()).toMatch(/rules|records/)
    expect(await said(a)).toEqual([])
  })

  test('a new password ends it before the next message, and a change of the account counts', async () => {
    const { connect, call, channels, sri, superuser } = await kitchen(dialect)
    await channels([{ pattern: 'chefs', join: '@request.auth.name = "sri"', send: '' }])
    const [root, a, b] = [await connect(superuser), await connect(sri.token), await connect(sri.token)]
    const patch = (body: object): Promise<unknown> =>
      call('PATCH', `/api/collections/users/records/${sri.id}`, { token: superuser, body })
    for (const peer of [root, a, b]) await join(peer, 'chefs')
    await patch({ name: 'other' })
    await send(root, 'chefs', 1)
    expect(await a.next('left')).toEqual({ type: 'left', channel: 'chefs', reason: 'actor' })
    await patch({ name: 'sri' })
    await join(a, 'chefs')
    await patch({ password: 'gado-gado-42', passwordConfirm: 'gado-gado-42' })
    await send(root, 'chefs', 2)
    expect(await a.next('auth')).toMatchObject({ reason: 'revoked' })
    expect(await said(a)).toEqual([])
    expect(await said(b)).toEqual([])
  })

  test('limits: names, payloads, states, members, channels, and how fast one sends', async () => {
    const { connect } = await kitchen(dialect, { members: 2, channels: 3, burstSends: 3, sendsPerSecond: 0 })
    const [a, b, c] = [await connect(), await connect(), await connect()]
    for (const channel of ['', 'a b', 'lobby*', 'x'.repeat(201), 'é'.repeat(101), 'a\u0000'])
      expect(await join(a, channel)).toMatchObject({ type: 'error', status: 400 })
    expect(await join(a, 'lobby', { presence: 'x'.repeat(4095) })).toMatchObject({
      type: 'error',
      status: 400,
    })
    expect(await join(a, 'lobby', { presence: 'x'.repeat(4094) })).toMatchObject({ type: 'ok' })
    expect(await send(a, 'lobby', 'x'.repeat(32 * 1024))).toMatchObject({ type: 'error', status: 400 })
    expect(await send(a, 'lobby', 1, { event: '' })).toMatchObject({ status: 400 })
    expect(await send(a, 'lobby', 1, { event: 'x'.repeat(101) })).toMatchObject({ status: 400 })
    expect(await send(a, 'lobby', 1, { unknown: 1 })).toMatchObject({ status: 400 })
    await join(b, 'lobby')
    expect(await join(c, 'lobby')).toMatchObject({ status: 429, code: 'channel_full' })
    expect(await join(a, 'closed1')).toMatchObject({ type: 'ok' })
    expect(await join(a, 'closed2')).toMatchObject({ type: 'ok' })
    expect(await join(a, 'closed3')).toMatchObject({ status: 429 })
    for (let n = 0; n < 3; n++) expect(await send(a, 'lobby', n)).toMatchObject({ type: 'ok' })
    expect(await send(a, 'lobby', 3)).toMatchObject({ type: 'error', status: 429 })
    expect(await said(b)).toEqual([0, 1, 2])
    await a.ask({ type: 'leave', channel: 'lobby' })
    expect(await join(c, 'lobby')).toMatchObject({ type: 'ok' })
  })
})
