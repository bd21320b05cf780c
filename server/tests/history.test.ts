import { expect, test } from 'vitest'
import { pruneLog } from '../realtime/log-keeper.ts'
import { type TestApp, testApp, testPassword } from './test-app.ts'

interface Kept extends TestApp {
  readonly users: { readonly sari: string; readonly budi: string }
  readonly id: string
  readonly change: (body: object, token?: string) => Promise<number>
  readonly history: (token?: string, query?: string) => Promise<{ status: number; json: History }>
}

// oxlint-disable-next-line no-explicit-any -- a test reads what it expects
type History = any

const PATH = '/api/collections/posts/records'

async function open(
  dapur: object = { history: true, historyRule: 'owner = @request.auth.id' },
): Promise<Kept> {
  const app = await testApp()
  const account = async (name: string): Promise<[string, string]> => {
    const email = `${name}@example.com`
    const { id } = await app.record('users', { email, password: testPassword, passwordConfirm: testPassword })
    return [id, await app.signIn('users', email)]
  }
  const [[sariId, sari], [, budi]] = [await account('sari'), await account('budi')]
  const users = (await app.call('GET', '/api/collections/users', { token: app.superuser })).json
  await app.collection({
    name: 'posts',
    type: 'base',
    listRule: '',
    viewRule: 'title != "private"',
    updateRule: 'owner = @request.auth.id',
    fields: [
      { name: 'title', type: 'text', required: true },
      { name: 'tags', type: 'json' },
      { name: 'secret', type: 'text', hidden: true },
      { name: 'owner', type: 'relation', maxSelect: 1, collectionId: users.id },
      { name: 'updated', type: 'autodate', onCreate: true, onUpdate: true },
    ],
    dapur,
  })
  const { id } = await app.record('posts', { title: 'first', tags: ['a'], secret: 'x', owner: sariId })
  return {
    ...app,
    users: { sari, budi },
    id,
    change: async (body, token = app.superuser) =>
      (await app.call('PATCH', `${PATH}/${id}`, { token, body })).status,
    history: async (token, query = '') =>
      await app.call('GET', `${PATH}/${id}/history${query}`, token ? { token } : {}),
  }
}

test('a history has every change, newest first, and the record as it was after each', async () => {
  const { change, history, users, superuser } = await open()
  await change({ title: 'second' }, users.sari)
  await change({ title: 'third', tags: null })
  const { status, json } = await history(users.sari)
  expect(status).toBe(200)
  expect(json.next).toBeNull()
  expect(json.items.map(({ action, record }: History) => [action, record.title, record.tags])).toEqual([
    ['update', 'third', null],
    ['update', 'second', ['a']],
    ['create', 'first', ['a']],
  ])
  expect(json.items[1].actor).toMatch(/^_pb_users_auth_:/)
  expect(json.items[0].record).not.toHaveProperty('secret')
  const whole = await history(superuser)
  expect(whole.json.items.map(({ record }: History) => record.secret)).toEqual(['x', 'x', 'x'])
})

test('it comes in pages', async () => {
  const { change, history, superuser } = await open()
  for (let i = 1; i <= 4; i++) await change({ title: `v${i}` })
  const titles: string[] = []
  for (let query = '?limit=2'; query !== '';) {
    const { json } = await history(superuser, query)
    titles.push(...json.items.map(({ record }: History) => record.title))
    query = json.next === null ? '' : `?limit=2&before=${json.next}`
  }
  expect(titles).toEqual(['v4', 'v3', 'v2', 'v1', 'first'])
  expect((await history(superuser, '?before=x')).status).toBe(400)
})

test('it takes both rules: who may view the record, and who may read histories', async () => {
  const { change, history, users, superuser, id, call } = await open()
  expect((await history(users.budi)).status).toBe(404)
  expect((await history()).status).toBe(404)
  expect((await history(users.sari)).status).toBe(200)
  await change({ title: 'private' })
  expect((await history(users.sari)).status).toBe(404)
  expect((await history(superuser)).status).toBe(200)
  await call('DELETE', `${PATH}/${id}`, { token: superuser })
  expect((await history(users.sari)).status).toBe(404)
  const { json } = await history(superuser)
  expect(json.items[0]).toMatchObject({ action: 'delete', record: null })
  expect(json.items[1].record.title).toBe('private')
})

test('without a rule it is for superusers, and without a history there is none', async () => {
  const closed = await open({ history: true })
  expect((await closed.history(closed.users.sari)).status).toBe(403)
  expect((await closed.history(closed.superuser)).status).toBe(200)
  const none = await open({})
  const { status, json } = await none.history(none.superuser)
  expect([status, json.code]).toEqual([404, 'history_not_kept'])
})

test('the options travel under one key, and a rule that does not fit is refused at its place', async () => {
  const { call, superuser } = await open({ history: true })
  const path = '/api/collections/posts'
  expect((await call('GET', path, { token: superuser })).json.dapur).toEqual({
    history: true,
    historyRule: null,
  })
  const wrong = await call('PATCH', path, {
    token: superuser,
    body: { dapur: { historyRule: 'nowhere = 1' } },
  })
  expect(wrong.status).toBe(400)
  expect(wrong.json.data.dapur.historyRule.code).toBe('validation_invalid_rule')
  const off = await call('PATCH', path, { token: superuser, body: { dapur: { history: false } } })
  expect([off.status, off.json.dapur]).toEqual([200, undefined])
  const auth = await call('PATCH', '/api/collections/users', {
    token: superuser,
    body: { dapur: { history: true, totp: { enabled: true } } },
  })
  expect(auth.json.dapur).toMatchObject({ history: true, historyRule: null, totp: { enabled: true } })
  const kept = await call('PATCH', '/api/collections/users', {
    token: superuser,
    body: { dapur: { historyRule: '' } },
  })
  expect(kept.json.dapur).toMatchObject({ history: true, historyRule: '', totp: { enabled: true } })
})

test('an earlier version comes back as an update: under its rule, with its checks, told like any other', async () => {
  const { app, change, history, users, superuser, id, call } = await open()
  await change({ title: 'second', tags: ['b'], secret: 'y' })
  const { json } = await history(superuser)
  const [newest, oldest] = [json.items[0].seq, json.items[1].seq]
  const restore = (seq: number | string, token?: string): ReturnType<typeof call> =>
    call('POST', `${PATH}/${id}/history/${seq}/restore`, token ? { token } : {})
  expect((await restore(oldest, users.budi)).status).toBe(404)
  expect((await restore(oldest + 100, superuser)).json.code).toBe('version_not_found')
  expect((await restore('x', superuser)).status).toBe(400)
  const mine = await restore(oldest, users.sari)
  expect([mine.status, mine.json.title, mine.json.tags]).toEqual([200, 'first', ['a']])
  // What a client may not set by an update, it may not bring back either.
  const secret = async (): Promise<unknown> =>
    (await call('GET', `${PATH}/${id}`, { token: superuser })).json.secret
  expect(await secret()).toBe('y')
  expect((await restore(oldest, superuser)).json.secret).toBe('x')
  expect((await restore(newest, superuser)).json).toMatchObject({ title: 'second', secret: 'y' })
  expect((await history(superuser)).json.items).toHaveLength(5)
  const rule = { createRule: null, fields: undefined }
  expect((await call('PATCH', '/api/collections/posts', { token: superuser, body: rule })).status).toBe(200)
  expect(app.house.catalog.current.find('posts')?.history).toEqual({ rule: 'owner = @request.auth.id' })
})

test('pruning leaves histories alone, and takes the rest', async () => {
  const { app, call, change, history, record, superuser } = await open()
  const { house } = app
  await change({ title: 'second' })
  for (const name of ['a', 'b']) {
    const account = { email: `${name}@example.com`, password: testPassword, passwordConfirm: testPassword }
    await record('users', account)
  }
  const realtime = { keepHours: 1, keepChanges: 1 }
  const wrong = await call('PATCH', '/api/settings', {
    token: superuser,
    body: { dapur: { realtime: { ...realtime, keepChanges: 0 } } },
  })
  expect(wrong.json.data.dapur.realtime.keepChanges.code).toBe('validation_out_of_range')
  const patch = await call('PATCH', '/api/settings', { token: superuser, body: { dapur: { realtime } } })
  expect([patch.status, patch.json.dapur.realtime]).toMatchObject([200, realtime])
  expect(await pruneLog(house)).toBeGreaterThan(3)
  expect(await pruneLog(house)).toBe(0)
  const left = await house.storage.hot.all(
    'SELECT collection, count(*) FROM _dapur_changes GROUP BY collection ORDER BY 2',
    [],
  )
  const posts = house.catalog.current.find('posts')?.id ?? ''
  expect(left).toContainEqual([posts, 3])
  expect(left.filter(([id]) => id !== posts)).toHaveLength(1)
  expect((await history(superuser)).json.items).toHaveLength(2)
})
