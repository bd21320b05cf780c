import { expect, test } from 'vitest'
import type { Action } from '../base/actor.ts'
import { realtimeApp } from './realtime-app.ts'
import { type Reply, testApp, type TestApp } from './test-app.ts'

/*
 * A key does nothing that its scopes do not name, by whatever door. All keys here belong to a superuser, before whom
 * no rule stands: what is refused is refused by the scope.
 */

const field = (name: string) => ({ name, type: 'text' })

interface Setup<T extends TestApp> {
  readonly app: T
  readonly note: string
  readonly key: (scopes: unknown) => Promise<string>
}

/** `notes` hold a relation to `secrets`. */
async function setup<T extends TestApp>(app: T): Promise<Setup<T>> {
  const { call, superuser } = app
  const body = { dapur: { apiKeys: { enabled: true } } }
  await call('PATCH', '/api/collections/_superusers', { token: superuser, body })
  await call('PATCH', '/api/settings', { token: superuser, body: { batch: { enabled: true } } })
  const secrets = await app.collection({ name: 'secrets', type: 'base', fields: [field('title')] })
  const relation = { name: 'secret', type: 'relation', collectionId: secrets.id, maxSelect: 1 }
  await app.collection({ name: 'notes', type: 'base', fields: [field('title'), relation] })
  const secret = await app.record('secrets', { title: 'hidden' })
  const note = await app.record('notes', { title: 'shown', secret: secret.id })
  const key = async (scopes: unknown) => {
    const reply = await call('POST', '/api/collections/_superusers/api-keys', {
      token: superuser,
      body: { name: 'k', scopes },
    })
    expect(reply.status, reply.text).toBe(200)
    return reply.json.key
  }
  return { app, note: note.id, key }
}

const doors: Readonly<
  Record<Action, (call: TestApp['call'], token: string, note: string) => Promise<Reply>>
> = {
  list: (call, token) => call('GET', '/api/collections/notes/records', { token }),
  view: (call, token, note) => call('GET', `/api/collections/notes/records/${note}`, { token }),
  create: (call, token) => call('POST', '/api/collections/notes/records', { token, body: { title: 'new' } }),
  update: (call, token, note) =>
    call('PATCH', `/api/collections/notes/records/${note}`, { token, body: { title: 'changed' } }),
  delete: (call, token, note) => call('DELETE', `/api/collections/notes/records/${note}`, { token }),
}
const actions = ['list', 'view', 'create', 'update', 'delete'] as const

test.each(actions)('a key for %s does that, and nothing else', async (action) => {
  const { app, note, key } = await setup(await testApp())
  const token = await key([{ collections: ['notes'], actions: [action] }])
  for (const other of actions.filter((each) => each !== action)) {
    const reply = await doors[other](app.call, token, note)
    expect([reply.status, reply.json.code], other).toEqual([403, 'scope_refused'])
  }
  const reply = await doors[action](app.call, token, note)
  expect(reply.status).toBe(action === 'delete' ? 204 : 200)
  const elsewhere = await app.call('GET', '/api/collections/secrets/records', { token })
  expect(elsewhere.json.code).toBe('scope_refused')
})

test('a batch refuses what a single request would, and undoes the rest', async () => {
  const { app, note, key } = await setup(await testApp())
  const token = await key([{ collections: ['notes'], actions: ['create'] }])
  const create = { method: 'POST', url: '/api/collections/notes/records', body: { title: 'x' } }
  const batch = (...requests: object[]) => app.call('POST', '/api/batch', { token, body: { requests } })
  expect((await batch(create)).status).toBe(200)
  const record = `/api/collections/notes/records/${note}`
  for (const bad of [
    { method: 'PATCH', url: record, body: { title: 'y' } },
    { method: 'DELETE', url: record },
    { method: 'PUT', url: '/api/collections/notes/records', body: { id: note, title: 'y' } },
    { method: 'POST', url: '/api/collections/secrets/records', body: { title: 'y' } },
  ]) {
    const { status, json } = await batch(create, bad)
    expect(status).toBe(400)
    expect(json.data.requests['1'].response.code).toBe('scope_refused')
  }
  const { json } = await app.call('GET', '/api/collections/notes/records', { token: app.superuser })
  expect(json.totalItems).toBe(2)
})

test('an expand leaves out what the key may not view', async () => {
  const { app, note, key } = await setup(await testApp())
  const path = `/api/collections/notes/records/${note}?expand=secret`
  const narrow = await key([{ collections: ['notes'], actions: ['view'] }])
  expect((await app.call('GET', path, { token: narrow })).json).not.toHaveProperty('expand')
  const listed = await key([
    { collections: ['notes'], actions: '*' },
    { collections: ['secrets'], actions: ['list'] },
  ])
  expect((await app.call('GET', path, { token: listed })).json).not.toHaveProperty('expand')
  const wide = await key([{ collections: ['notes', 'secrets'], actions: ['view'] }])
  expect((await app.call('GET', path, { token: wide })).json.expand.secret.title).toBe('hidden')
})

test('filters of a key are held to what any client may ask', async () => {
  const { app, key } = await setup(await testApp())
  const token = await key([{ collections: ['notes'], actions: ['list'] }])
  const path = `/api/collections/notes/records?filter=${encodeURIComponent('@collection.secrets.title = "hidden"')}`
  expect((await app.call('GET', path, { token: app.superuser })).status).toBe(200)
  expect((await app.call('GET', path, { token })).status).toBe(403)
})

test('what only superusers may do needs a key for everything', async () => {
  const { app, key } = await setup(await testApp())
  const token = await key([{ collections: '*', actions: '*' }])
  for (const [method, path] of [
    ['GET', '/api/collections'],
    ['POST', '/api/collections'],
    ['PATCH', '/api/collections/notes'],
    ['DELETE', '/api/collections/notes'],
    ['DELETE', '/api/collections/notes/truncate'],
    ['PUT', '/api/collections/import'],
    ['GET', '/api/settings'],
    ['PATCH', '/api/settings'],
  ] as const)
    expect((await app.call(method, path, { token })).json.code, path).toBe('scope_refused')
  expect((await app.call('GET', '/api/collections/notes/records', { token })).status).toBe(200)
  expect((await app.call('GET', '/api/collections', { token: await key('*') })).status).toBe(200)
})

test('“*” is every collection of the app, and none of the system’s', async () => {
  const { app, key } = await setup(await testApp())
  const list = (name: string, token: string) => app.call('GET', `/api/collections/${name}/records`, { token })
  const all = await key([{ collections: '*', actions: '*' }])
  expect([(await list('notes', all)).status, (await list('users', all)).status]).toEqual([200, 200])
  expect((await list('_superusers', all)).json.code).toBe('scope_refused')
  const named = await key([{ collections: ['_authOrigins'], actions: ['list'] }])
  expect((await list('_authOrigins', named)).status).toBe(200)
})

test('a scope stays with its collection: another name, and a new one of the old name', async () => {
  const { app, key } = await setup(await testApp())
  const token = await key([{ collections: ['notes'], actions: ['list'] }])
  const { superuser, call } = app
  await call('PATCH', '/api/collections/notes', { token: superuser, body: { name: 'papers' } })
  await app.collection({ name: 'notes', type: 'base', fields: [field('title')] })
  expect((await call('GET', '/api/collections/papers/records', { token })).status).toBe(200)
  expect((await call('GET', '/api/collections/notes/records', { token })).json.code).toBe('scope_refused')
})

test('a socket hears what its key may list or view, and nothing once the key is revoked', async () => {
  const { app, note, key } = await setup(await realtimeApp())
  const { superuser, call } = app
  const token = await key([{ collections: ['notes'], actions: ['list'] }])
  const [narrow, whole] = [await app.connect(token), await app.connect(superuser)]
  for (const peer of [narrow, whole])
    for (const [id, topic] of ['notes/*', `notes/${note}`, 'secrets/*'].entries())
      expect((await peer.ask({ type: 'subscribe', id, topic, expand: 'secret' })).type).toBe('ok')
  await app.record('secrets', { title: 'more' })
  await doors.update(call, superuser, note)
  const heard = await narrow.events()
  expect(heard.filter(({ type }) => type === 'event').map(({ sub }) => sub)).toEqual([0])
  expect(heard.find(({ type }) => type === 'event').record).not.toHaveProperty('expand')
  const all = (await whole.events()).filter(({ type }) => type === 'event')
  expect(new Set(all.map(({ sub }) => sub))).toEqual(new Set([0, 1, 2]))
  expect(all.find(({ sub }) => sub === 0).record.expand.secret.title).toBe('hidden')
  const { items } = (await call('GET', '/api/collections/_superusers/api-keys', { token: superuser })).json
  await call('DELETE', `/api/collections/_superusers/api-keys/${items[0].id}`, { token: superuser })
  await doors.update(call, superuser, note)
  const after = await narrow.events()
  expect(after.map(({ type, reason }) => [type, reason])).toEqual([['auth', 'revoked']])
})
