import { describe, expect, test } from 'vitest'
import type { StorageDialect } from '../storage/dialect.ts'
import { dialects, openPeer, realtimeApp, type RealtimeApp } from './realtime-app.ts'

const notes = {
  name: 'notes',
  type: 'base',
  fields: [
    { name: 'title', type: 'text' },
    { name: 'stars', type: 'number' },
    { name: 'secret', type: 'text', hidden: true },
    { name: 'owner', type: 'relation', maxSelect: 1, collectionId: 'users', cascadeDelete: false },
  ],
  listRule: 'owner = @request.auth.id',
  viewRule: 'owner = @request.auth.id',
}

async function open(dialect: StorageDialect, definition: object = {}): Promise<RealtimeApp> {
  const app = await realtimeApp({ dialect })
  const users = (await app.call('GET', '/api/collections/users', { token: app.superuser })).json
  const fields = notes.fields.map((field) =>
    field.name === 'owner' ? { ...field, collectionId: users.id } : field,
  )
  await app.collection({ ...notes, fields, ...definition })
  return app
}

async function user(app: RealtimeApp, name: string): Promise<{ id: string; token: string }> {
  const email = `${name}@example.com`
  const password = 'sambal-terasi-9'
  const { id } = await app.record('users', { email, password, passwordConfirm: password, name })
  return { id, token: await app.signIn('users', email) }
}

describe.each(dialects)('%s', (_, dialect) => {
  test('the greeting names the connection, the history and its newest change', async () => {
    const app = await open(dialect)
    await app.record('notes', { title: 'a' })
    const first = await app.connect()
    const second = await app.connect()
    expect(first.socket.protocol).toBe('dapur.v1')
    expect(first.frames).toEqual([])
    const hello = openPeer(app.url)
    const greeting = await hello.next('hello')
    expect(greeting).toEqual({
      type: 'hello',
      connection: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
      epoch: expect.stringMatching(/^\w+$/),
      seq: expect.any(Number),
      heartbeat: 25,
    })
    expect(greeting.seq).toBeGreaterThan(0)
    expect(await second.ask({ type: 'ping', id: 'p' })).toEqual({ type: 'pong', id: 'p' })
  })

  test('an event arrives if and only if a GET would, with the same body', async () => {
    const app = await open(dialect)
    const [owner, other] = [await user(app, 'sari'), await user(app, 'budi')]
    const tokens = { owner: owner.token, other: other.token, guest: undefined, superuser: app.superuser }
    const { id } = await app.record('notes', { title: 'soto', stars: 1, secret: 'x', owner: owner.id })
    for (const [name, token] of Object.entries(tokens)) {
      const peer = await app.connect(token)
      await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
      await peer.ask({ type: 'subscribe', id: 'one', topic: `notes/${id}` })
      await app.call('PATCH', `/api/collections/notes/records/${id}`, {
        token: app.superuser,
        body: { title: `soto ${name}`, secret: name },
      })
      const events = await peer.events()
      const get = await app.call('GET', `/api/collections/notes/records/${id}`, token ? { token } : {})
      const expected = get.status === 200 ? [1, 'one'] : []
      expect([name, events.map(({ sub }) => sub)]).toEqual([name, expected])
      for (const event of events) expect([name, event.record]).toEqual([name, get.json])
      peer.socket.close()
    }
  })

  test('hidden fields stay hidden, in the record and among the names of what changed', async () => {
    const app = await open(dialect, { listRule: '' })
    const { id } = await app.record('notes', { title: 'soto', secret: 'x' })
    const [guest, root] = [await app.connect(), await app.connect(app.superuser)]
    for (const peer of [guest, root]) await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
    await app.call('PATCH', `/api/collections/notes/records/${id}`, {
      token: app.superuser,
      body: { secret: 'y', stars: 2 },
    })
    const [[seen], [whole]] = [await guest.events(), await root.events()]
    expect(seen).toMatchObject({ action: 'update', changed: ['stars'] })
    expect(seen.record).not.toHaveProperty('secret')
    expect(whole).toMatchObject({ changed: ['stars', 'secret'], record: { secret: 'y' } })
  })

  test('an e-mail address is seen by those who may see it', async () => {
    const app = await open(dialect)
    await app.call('PATCH', '/api/collections/users', {
      token: app.superuser,
      body: { listRule: '', viewRule: '' },
    })
    const [self, other] = [await user(app, 'sari'), await user(app, 'budi')]
    const peers = [
      await app.connect(self.token),
      await app.connect(other.token),
      await app.connect(app.superuser),
    ]
    for (const peer of peers) await peer.ask({ type: 'subscribe', id: 1, topic: 'users/*' })
    await app.call('PATCH', `/api/collections/users/records/${self.id}`, {
      token: self.token,
      body: { name: 'Sari' },
    })
    const events = await Promise.all(peers.map((peer) => peer.events()))
    expect(events.map(([event]) => event.record.email)).toEqual([
      'sari@example.com',
      undefined,
      'sari@example.com',
    ])
    for (const [event] of events) {
      expect(event.changed).toContain('name')
      expect(event.record).not.toHaveProperty('tokenKey')
      expect(event.record).not.toHaveProperty('password')
    }
  })

  test('creates, updates and deletes come in the order of their commits', async () => {
    const app = await open(dialect, { listRule: '' })
    const peer = await app.connect()
    const { seq } = await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
    const { id } = await app.record('notes', { title: 'a' })
    const path = `/api/collections/notes/records/${id}`
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        app.call('PATCH', path, { token: app.superuser, body: { 'stars+': i } }),
      ),
    )
    await app.call('DELETE', path, { token: app.superuser })
    const events = await peer.events()
    expect(events.map(({ action }) => action)).toEqual(['create', ...Array(40).fill('update'), 'delete'])
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 42 }, (_, i) => seq + 1 + i))
    const stars = events.map(({ record }) => record.stars)
    expect(stars).toEqual(stars.toSorted((a, b) => a - b))
    expect(events.at(-1).record).toEqual(events.at(-2).record)
  })

  test('a write that is undone is not told', async () => {
    const app = await open(dialect, {
      listRule: '',
      indexes: ['CREATE UNIQUE INDEX `idx_title` ON `notes` (`title`)'],
    })
    const peer = await app.connect()
    await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
    await app.record('notes', { title: 'a' })
    const twice = await app.call('POST', '/api/collections/notes/records', {
      token: app.superuser,
      body: { title: 'a' },
    })
    expect(twice.status).toBe(400)
    expect(await peer.events()).toHaveLength(1)
  })

  describe('a filter', () => {
    test.each([
      ['matches', 'stars > 3', ['b']],
      ['that leads over a relation', "owner.name = 'sari'", ['a']],
      ['that names a hidden field', "secret != 'zzz'", []],
      ['that looks at the request', '@request.auth.id = ""', []],
      ['that looks at another collection', '@collection.users.id != ""', []],
      ['of a field that is not there', 'price > 3', []],
    ])('%s: %s', async (_, filter, titles) => {
      const app = await open(dialect, { listRule: '' })
      await app.call('PATCH', '/api/collections/users', { token: app.superuser, body: { listRule: '' } })
      const { id } = await user(app, 'sari')
      const peer = await app.connect()
      await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*', filter })
      await app.record('notes', { title: 'a', stars: 1, owner: id })
      await app.record('notes', { title: 'b', stars: 5 })
      expect((await peer.events()).map(({ record }) => record.title)).toEqual(titles)
    })

    test('of a superuser may name hidden fields, as in a list', async () => {
      const app = await open(dialect)
      const peer = await app.connect(app.superuser)
      await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*', filter: "secret = 'x'" })
      await app.record('notes', { title: 'a', secret: 'x' })
      await app.record('notes', { title: 'b', secret: 'y' })
      expect((await peer.events()).map(({ record }) => record.title)).toEqual(['a'])
    })
  })

  test('expand and fields are those of the subscriber', async () => {
    const app = await open(dialect, { listRule: '' })
    const [sari, budi] = [await user(app, 'sari'), await user(app, 'budi')]
    const [asSari, asBudi] = [await app.connect(sari.token), await app.connect(budi.token)]
    for (const peer of [asSari, asBudi]) {
      await peer.ask({
        type: 'subscribe',
        id: 1,
        topic: 'notes/*',
        expand: 'owner',
        fields: 'title,expand.owner.name',
      })
    }
    await app.record('notes', { title: 'a', owner: sari.id })
    const [[mine], [theirs]] = [await asSari.events(), await asBudi.events()]
    // The rule of `users` shows each their own record only.
    expect(mine.record).toEqual({ title: 'a', expand: { owner: { name: 'sari' } } })
    expect(theirs.record).toEqual({ title: 'a', expand: {} })
  })

  test('a rule may look at the query and the headers of a subscription', async () => {
    const app = await open(dialect, {
      listRule:
        '@request.headers.x_key = title && @request.query.mode = "fast" && @request.context = "realtime"',
    })
    const peer = await app.connect()
    await peer.ask({
      type: 'subscribe',
      id: 1,
      topic: 'notes/*',
      headers: { 'X-Key': 'b' },
      query: { mode: 'fast' },
    })
    await peer.ask({ type: 'subscribe', id: 2, topic: 'notes/*', headers: { 'X-Key': 'a' } })
    for (const title of ['a', 'b']) await app.record('notes', { title })
    expect((await peer.events()).map(({ sub, record }) => [sub, record.title])).toEqual([[1, 'b']])
  })

  test('a topic may name the collection by its id, and one that is not there yet', async () => {
    const app = await open(dialect, { listRule: '' })
    const { id } = (await app.call('GET', '/api/collections/notes', { token: app.superuser })).json
    const peer = await app.connect()
    for (const topic of [`${id}/*`, 'Notes/*', 'later/*']) {
      expect(await peer.ask({ type: 'subscribe', id: topic, topic })).toMatchObject({ type: 'ok' })
    }
    await app.collection({ name: 'later', type: 'base', listRule: '' })
    await app.record('notes', { title: 'a' })
    await app.record('later', {})
    expect((await peer.events()).map(({ sub }) => sub)).toEqual([`${id}/*`, 'later/*'])
  })

  test('who unsubscribes hears no more, and may use the id again', async () => {
    const app = await open(dialect, { listRule: '' })
    const peer = await app.connect()
    await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
    expect(await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })).toMatchObject({
      type: 'error',
      status: 400,
    })
    expect(await peer.ask({ type: 'unsubscribe', id: 2, sub: 1 })).toEqual({ type: 'ok', id: 2 })
    await app.record('notes', { title: 'a' })
    expect(await peer.events()).toEqual([])
    expect(await peer.ask({ type: 'unsubscribe', id: 3, sub: 1 })).toMatchObject({
      type: 'error',
      status: 400,
    })
    await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
    await app.record('notes', { title: 'b' })
    expect(await peer.events()).toHaveLength(1)
  })
})
