import { expect, test } from 'vitest'
import { type StreamApp, streamApp } from './event-stream.ts'
import { testPassword } from './test-app.ts'

const PATH = '/api/realtime'
const open = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }
const fields = [
  { name: 'title', type: 'text' },
  { name: 'price', type: 'number' },
  { name: 'secret', type: 'text', hidden: true },
]

async function withDishes(rules: object = open): Promise<StreamApp> {
  const app = await streamApp()
  await app.collection({ name: 'dishes', type: 'base', fields, ...rules })
  return app
}

function topicWith(topic: string, options: object): string {
  return `${topic}?options=${encodeURIComponent(JSON.stringify(options))}`
}

async function user(app: StreamApp, email: string): Promise<{ id: string; token: string }> {
  const body = { email, password: testPassword, passwordConfirm: testPassword }
  const { id } = await app.record('users', body)
  return { id, token: await app.signIn('users', email) }
}

test('services §3.1 a stream begins with the id of its client, in every line that has to say it', async () => {
  const { open, app } = await streamApp()
  const stream = await open({ origin: 'https://warung.example', 'accept-encoding': 'gzip' })
  expect(stream.response.statusCode).toBe(200)
  expect(stream.response.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'access-control-allow-origin': '*',
  })
  expect(stream.response.headers).not.toHaveProperty('content-encoding')
  const { clientId } = stream
  expect(clientId).toMatch(/^[A-Za-z0-9]{40}$/)
  expect(stream.text()).toBe(`id:${clientId}\nevent:PB_CONNECT\ndata:{"clientId":"${clientId}"}\n\n`)
  expect(app.house.hub.size).toBe(1)
})

test('services §3.1 HEAD answers without a stream, and what comes through no socket has nobody who listens', async () => {
  const { send, call, app } = await streamApp()
  const { status, headers } = await send('HEAD', PATH)
  expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  expect((await call('GET', PATH)).status).toBe(404)
  expect(app.house.hub.size).toBe(0)
})

test('services §3.2 every wrong wish has its status and its code', async () => {
  const { send, open } = await streamApp()
  const { clientId } = await open()
  const wish = async (body: unknown) => {
    const { status, json } = await send('POST', PATH, { body })
    return [status, json?.data]
  }
  expect(await wish({ clientId, subscriptions: ['a/*'] })).toEqual([204, undefined])
  expect(await wish({ clientId, subscriptions: ['', ''] })).toEqual([204, undefined])
  expect(await wish({ clientId })).toEqual([204, undefined])
  expect(await wish({ clientId, subscriptions: Array(1000).fill('a') })).toEqual([204, undefined])
  expect(await wish({})).toMatchObject([400, { clientId: { code: 'validation_required' } }])
  expect(await wish({ clientId: 'x'.repeat(256) })).toMatchObject([
    400,
    { clientId: { code: 'validation_length_out_of_range' } },
  ])
  expect(await wish({ clientId, subscriptions: Array(1001).fill('a') })).toMatchObject([
    400,
    { subscriptions: { code: 'validation_length_too_long' } },
  ])
  expect(await wish({ clientId, subscriptions: ['a', 'é'.repeat(1250), 'a'.repeat(2501)] })).toMatchObject([
    400,
    { subscriptions: { '2': { code: 'validation_length_too_long' } } },
  ])
  expect(await wish({ clientId: 'unknown', subscriptions: [] })).toEqual([404, {}])
  // One topic is a list all the same, but in a form.
  for (const wrong of [{}, 'a/*', 7, [7]])
    expect(await wish({ clientId, subscriptions: wrong })).toEqual([400, {}])
})

test('services §3.2 a form says the same as JSON', async () => {
  const app = await withDishes()
  const { clientId, next } = await app.open()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = `clientId=${clientId}&subscriptions=dishes%2F*`
  expect((await app.send('POST', PATH, { headers, body })).status).toBe(204)
  await app.record('dishes', { title: 'Soto' })
  expect((await next()).event).toBe('dishes/*')
  const both = `${body}&subscriptions=dishes`
  expect((await app.send('POST', PATH, { headers, body: both })).status).toBe(204)
  await app.record('dishes', { title: 'Rawon' })
  expect([(await next()).event, (await next()).event].toSorted()).toEqual(['dishes', 'dishes/*'])
})

test('services §3.2 who speaks for nobody may come to speak for somebody, and stays that one', async () => {
  const app = await streamApp()
  const stream = await app.open()
  const siti = await user(app, 'siti@example.com')
  const budi = await user(app, 'budi@example.com')
  const as = async (token?: string) => (await stream.listen(['users/*'], token ? { token } : {})).status
  expect(await as()).toBe(204)
  expect(await as('no token at all')).toBe(204)
  expect(await as(siti.token)).toBe(204)
  expect(await as(siti.token)).toBe(204)
  expect(await as(await app.signIn('users', 'siti@example.com'))).toBe(204)
  expect(await as(budi.token)).toBe(403)
  expect(await as(app.superuser)).toBe(403)
  expect(await as()).toBe(403)
})

test('services §3.2 the list replaces the one before, and an empty one leaves nothing', async () => {
  const app = await withDishes()
  const stream = await app.open()
  await stream.listen(['dishes/*', 'other/*'])
  await app.record('dishes', { title: 'one' })
  expect((await stream.next()).data.record.title).toBe('one')
  await stream.listen([])
  await app.record('dishes', { title: 'two' })
  await stream.listen(['dishes/*'])
  await app.record('dishes', { title: 'three' })
  expect((await stream.next()).data.record.title).toBe('three')
})

test('services §3.2 a wish has to come from the address that the stream was opened from', async () => {
  const app = await streamApp()
  const body = { trustedProxy: { headers: ['X-Real-IP'] } }
  expect((await app.call('PATCH', '/api/settings', { token: app.superuser, body })).status).toBe(200)
  const stream = await app.open({ 'x-real-ip': '203.0.113.7' })
  const from = async (ip: string) => {
    const { status, json } = await stream.listen([], { headers: { 'x-real-ip': ip } })
    return [status, json?.data]
  }
  expect(await from('203.0.113.7')).toEqual([204, undefined])
  expect(await from('::ffff:203.0.113.7')).toEqual([204, undefined])
  expect(await from('203.0.113.8')).toEqual([400, {}])
  expect(await from('not an address')).toEqual([400, {}])
})

test('services §3.3 an event bears the topic as it was sent, and its options are honoured', async () => {
  const app = await withDishes()
  const stream = await app.open()
  const cheap = topicWith('dishes/*', { query: { filter: 'price < 10', fields: 'title' } })
  const broken = ['filter', 'fields'].map((name) => topicWith('dishes/*', { query: { [name]: 'a:(' } }))
  const nosy = topicWith('dishes/*', { query: { filter: '@request.auth.id = ""' } })
  const hidden = topicWith('dishes/*', { query: { filter: 'secret != ""' } })
  await stream.listen([...broken, nosy, hidden, cheap, 'Dishes/*', 'dishes', 'dishes/*?options=no'])
  await app.record('dishes', { title: 'Soto', price: 20, secret: 'x' })
  await app.record('dishes', { title: 'Teh', price: 5, secret: 'x' })
  const heard = [
    await stream.next(),
    await stream.next(),
    await stream.next(),
    await stream.next(),
    await stream.next(),
  ]
  expect(heard.map(({ event, data }) => `${event} ${data.record.title}`).toSorted()).toEqual(
    [
      'dishes Soto',
      'dishes Teh',
      'dishes/*?options=no Soto',
      'dishes/*?options=no Teh',
      `${cheap} Teh`,
    ].toSorted(),
  )
  expect(heard.find(({ event }) => event === cheap)?.data).toEqual({
    record: { title: 'Teh' },
    action: 'create',
  })
})

test('services §3.3 rules see the query and the headers of a topic', async () => {
  const listRule =
    '@request.headers.x_token = "t1" && @request.query.table = "7" && @request.context = "realtime"'
  const app = await withDishes({ ...open, listRule })
  const stream = await app.open()
  const right = topicWith('dishes/*', { query: { table: 7 }, headers: { 'X-Token': 't1' } })
  const wrong = topicWith('dishes/*', { query: { table: 8 }, headers: { 'X-Token': 't1' } })
  await stream.listen([wrong, right])
  await app.record('dishes', { title: 'Soto' })
  expect((await stream.next()).event).toBe(right)
})

test('services §3.4 creates, updates and deletes come in their order, as a GET would show them', async () => {
  const app = await withDishes()
  const stream = await app.open()
  const { id } = await app.record('dishes', { title: 'Soto', price: 20, secret: 'x' })
  await stream.listen(['dishes/*', `dishes/${id}`])
  const path = `/api/collections/dishes/records/${id}`
  await app.call('PATCH', path, { body: { price: 25 } })
  const shown = (await app.call('GET', path)).json
  await app.call('DELETE', path)
  const heard = [await stream.next(), await stream.next(), await stream.next(), await stream.next()]
  expect(heard.map(({ id }) => id)).toEqual(Array(4).fill(stream.clientId))
  expect(heard.map(({ data }) => data.action)).toEqual(['update', 'update', 'delete', 'delete'])
  expect(heard.map(({ event }) => event).toSorted()).toEqual([
    'dishes/*',
    'dishes/*',
    `dishes/${id}`,
    `dishes/${id}`,
  ])
  expect(heard.map(({ data }) => data.record)).toEqual(Array(4).fill(shown))
  expect(stream.text()).toContain(`event:dishes/*\ndata:{"record":{`)
})

test('services §3.4 the list rule stands before all records, the view rule before one', async () => {
  const app = await withDishes({ ...open, listRule: null, viewRule: 'price < 10' })
  const { id } = await app.record('dishes', { title: 'Teh', price: 5 })
  const guest = await app.open()
  const root = await app.open()
  await guest.listen(['dishes/*', `dishes/${id}`])
  await root.listen(['dishes/*'], { token: app.superuser })
  const patch = (body: object) =>
    app.call('PATCH', `/api/collections/dishes/records/${id}`, { token: app.superuser, body })
  await patch({ price: 50, secret: 'x' })
  await patch({ price: 7 })
  expect((await root.next()).data.record).toMatchObject({ price: 50, secret: 'x' })
  expect((await guest.next()).data).toMatchObject({ record: { price: 7 }, action: 'update' })
})

test('services §3.5 a new password makes a stream a guest’s, and leaves it open', async () => {
  const app = await withDishes({ ...open, listRule: '@request.auth.id != ""' })
  const { id, token } = await user(app, 'siti@example.com')
  const stream = await app.open()
  await stream.listen(['dishes/*', 'users/*'], { token })
  await app.record('dishes', { title: 'before' })
  expect((await stream.next()).data.record.title).toBe('before')
  const body = { password: 'rendang-padang-1', passwordConfirm: 'rendang-padang-1' }
  await app.call('PATCH', `/api/collections/users/records/${id}`, { token: app.superuser, body })
  await app.record('dishes', { title: 'unheard' })
  const anew = await app.signIn('users', 'siti@example.com', body.password)
  expect((await stream.listen(['dishes/*'], { token: anew })).status).toBe(204)
  await app.record('dishes', { title: 'after' })
  expect((await stream.next()).data.record.title).toBe('after')
})

test('W3 whoever knows an id and has another token cannot take the stream over', async () => {
  const app = await withDishes({ ...open, listRule: '@request.auth.id != ""' })
  const { token } = await user(app, 'siti@example.com')
  const stream = await app.open()
  await stream.listen(['dishes/*'], { token })
  expect((await stream.listen([], { token: app.superuser })).status).toBe(403)
  await app.record('dishes', { title: 'still heard' })
  expect((await stream.next()).data.record.title).toBe('still heard')
})

test('a line break in a topic makes no line of its own', async () => {
  const app = await withDishes()
  const stream = await app.open()
  const topic = 'dishes/*?x=\ndata:{}\n\nevent:@oauth2'
  await stream.listen([topic])
  await app.record('dishes', { title: 'Soto' })
  expect((await stream.next()).event).toBe(topic.replaceAll('\n', ' '))
})
