import { expect, test } from 'vitest'
import { type Peer, realtimeApp } from './realtime-app.ts'
import { type Reply, testApp } from './test-app.ts'

async function patcher(): Promise<(channels: unknown) => Promise<Reply>> {
  const { call, superuser, collection } = await testApp()
  await collection({ name: 'orders', type: 'base', fields: [{ name: 'owner', type: 'text' }] })
  return (channels) => call('PATCH', '/api/settings', { token: superuser, body: { dapur: { channels } } })
}

test('channels are shown once there are any, with what is not said filled in', async () => {
  const { call, superuser } = await testApp()
  const read = async (): Promise<Reply['json']> =>
    (await call('GET', '/api/settings', { token: superuser })).json
  expect(await read()).not.toHaveProperty('dapur')
  const channels = [
    { pattern: 'order:*', join: '@request.channel.key != ""' },
    { pattern: 'lobby', join: '', send: '' },
  ]
  const { status } = await call('PATCH', '/api/settings', { token: superuser, body: { dapur: { channels } } })
  expect(status).toBe(200)
  expect((await read()).dapur.channels).toEqual([{ ...channels[0], send: null }, channels[1]])
  await call('PATCH', '/api/settings', { token: superuser, body: { dapur: { channels: [] } } })
  expect(await read()).not.toHaveProperty('dapur')
})

test('what is wrong with a pattern is said by its place', async () => {
  const patch = await patcher()
  const { status, json } = await patch([
    { pattern: 'good', join: '', send: '' },
    { pattern: '' },
    { pattern: 'a*b*' },
    { pattern: 'a b' },
    { pattern: 'x'.repeat(201) },
    { pattern: 'good' },
  ])
  expect(status).toBe(400)
  const codes = Object.entries(json.data.dapur.channels).map(([at, fault]) => [
    at,
    (fault as Reply['json']).pattern.code,
  ])
  expect(codes).toEqual([
    ['1', 'validation_required'],
    ['2', 'validation_match_invalid'],
    ['3', 'validation_match_invalid'],
    ['4', 'validation_length_out_of_range'],
    ['5', 'validation_not_unique'],
  ])
  const many = Array.from({ length: 201 }, (_, n) => ({ pattern: `c${n}` }))
  expect((await patch(many)).json.data.dapur.channels.code).toBe('validation_length_too_long')
  expect((await patch([{ pattern: 1 }])).status).toBe(400)
})

test('what is wrong with a rule is said with its place in the text', async () => {
  const patch = await patcher()
  const bad: [string, number, number][] = [
    ['nothing = 1', 0, 7],
    ['@request.body.x = 1', 0, 15],
    ['@request.query.x = 1', 0, 16],
    ['@request.method = "GET"', 0, 15],
    ['@request.context = "realtime"', 0, 16],
    ['@request.channel = 1', 0, 16],
    ['@request.channel.other = 1', 0, 22],
    ['@request.channel.name.x = 1', 0, 23],
    ['@request.auth.id != "" && @collection.nothing.id = 1', 26, 48],
    ['@collection.orders.nothing = 1', 0, 26],
    ['@request.auth.id = (', 19, 20],
  ]
  for (const [rule, from, to] of bad) {
    for (const key of ['join', 'send']) {
      const { status, json } = await patch([{ pattern: 'a', join: '', send: '', [key]: rule }])
      expect([rule, status, json.data.dapur?.channels['0'][key]]).toMatchObject([
        rule,
        400,
        { code: 'validation_invalid_rule', params: { from, to } },
      ])
    }
  }
  const good = [
    '@request.auth.id != ""',
    '@request.auth.team.name = "x"',
    '@request.channel.name ~ "a" && @request.channel.key:lower = "b"',
    '@collection.orders.id ?= @request.channel.key && @collection.orders.owner ?= @request.auth.id',
    '@now > "2020-01-01"',
  ]
  for (const rule of good)
    expect([rule, (await patch([{ pattern: 'a', join: rule, send: rule }])).status]).toEqual([rule, 200])
})

test('a rule of a collection knows no channel', async () => {
  const { call, superuser } = await testApp()
  const { status, json } = await call('POST', '/api/collections', {
    token: superuser,
    body: { name: 'notes', type: 'base', listRule: '@request.channel.name = "a"' },
  })
  expect([status, json.data.listRule.code]).toEqual([400, 'validation_invalid_rule'])
})

test('a rule that has lost its collection keeps nobody from changing something else', async () => {
  const { call, superuser, collection } = await testApp()
  await collection({ name: 'orders', type: 'base', fields: [] })
  const patch = (body: object): Promise<Reply> => call('PATCH', '/api/settings', { token: superuser, body })
  await patch({ dapur: { channels: [{ pattern: 'a', join: '@collection.orders.id != ""' }] } })
  await call('DELETE', '/api/collections/orders', { token: superuser })
  expect((await patch({ batch: { enabled: true } })).status).toBe(200)
})

test('how many live queries, channels and members there may be is a setting', async () => {
  const app = await realtimeApp()
  const { call, connect, superuser, collection } = app
  await collection({ name: 'notes', type: 'base', listRule: '', fields: [] })
  const patch = (realtime: object): Promise<Reply> =>
    call('PATCH', '/api/settings', {
      token: superuser,
      body: { dapur: { realtime, channels: [{ pattern: '*', join: '', send: '' }] } },
    })
  expect((await patch({ maxLive: 0, maxMembers: 10_001 })).json.data.dapur.realtime).toMatchObject({
    maxLive: { code: 'validation_out_of_range', params: { min: 1, max: 1000 } },
    maxMembers: { code: 'validation_out_of_range', params: { min: 1, max: 10_000 } },
  })
  expect((await patch({ maxLive: 1, maxChannels: 1, maxMembers: 1 })).status).toBe(200)
  const [a, b] = [await connect(), await connect()]
  const join = async (peer: Peer, channel: string) =>
    (await peer.ask({ type: 'join', channel })).status ?? 200
  expect([await join(a, 'x'), await join(a, 'y'), await join(b, 'x')]).toEqual([200, 429, 429])
  const live = { type: 'live', collection: 'notes', limit: 1 }
  b.socket.send(JSON.stringify({ ...live, id: 1 }))
  await b.next('snapshot')
  expect(await b.ask({ ...live, id: 2 })).toMatchObject({ type: 'error', status: 429 })
})
