import { expect, test } from 'vitest'
import { openApp } from '../app.ts'
import { openUsage } from '../auth/usage.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const EMAIL = 'sri@example.com'

interface Setup extends TestApp {
  readonly id: string
  readonly token: string
}

async function setup(): Promise<Setup> {
  const made = await testApp()
  for (const path of [USERS, '/api/collections/_superusers']) {
    const body = { dapur: { apiKeys: { enabled: true } } }
    expect((await made.call('PATCH', path, { token: made.superuser, body })).status).toBe(200)
  }
  const { id } = await made.record('users', {
    email: EMAIL,
    password: testPassword,
    passwordConfirm: testPassword,
  })
  return { ...made, id, token: await made.signIn('users', EMAIL) }
}

async function makeKey({ call, token }: Setup, more: object = {}): Promise<Reply['json']> {
  const reply = await call('POST', `${USERS}/api-keys`, {
    token,
    body: { name: 'till', scopes: '*', ...more },
  })
  expect(reply.status, reply.text).toBe(200)
  return reply.json
}

/** Is this the record's own view of itself? */
async function isIn({ call, id }: Setup, key: string): Promise<boolean> {
  return (await call('GET', `${USERS}/records/${id}`, { token: key })).status === 200
}

test('is off by default', async () => {
  const { call, superuser } = await testApp()
  for (const method of ['GET', 'POST']) {
    const reply = await call(method, '/api/collections/_superusers/api-keys', { token: superuser })
    expect(reply.json.code).toBe('api_keys_disabled')
  }
})

test('a key speaks for its record, with and without Bearer, and is kept as a hash', async () => {
  const app = await setup()
  const { key, id, ...rest } = await makeKey(app)
  expect(key).toMatch(new RegExp(`^dapur_${id}_[\\w-]{43}$`))
  expect(rest).toEqual({ name: 'till', scopes: '*', expires: '', created: expect.any(String), lastUsed: '' })
  expect([await isIn(app, key), await isIn(app, `Bearer ${key}`)]).toEqual([true, true])
  const rows = await app.app.house.storage.hot.all('SELECT * FROM "_dapur_api_keys"', [])
  expect(JSON.stringify(rows)).not.toContain(key.slice(`dapur_${id}_`.length))
  const { items } = (await app.call('GET', `${USERS}/api-keys`, { token: app.token })).json
  expect(items).toEqual([{ id, ...rest }])
})

test('what is no key is a guest', async () => {
  const app = await setup()
  const { key } = await makeKey(app)
  const wrong = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`
  for (const bad of [
    'dapur_',
    'dapur_x_y',
    wrong,
    `${key}x`,
    key.toUpperCase(),
    `dapur_${'a'.repeat(15)}_${'b'.repeat(43)}`,
  ])
    expect(await isIn(app, bad), bad).toBe(false)
  expect((await app.call('GET', '/api/health', { token: wrong })).status).toBe(200)
  expect((await app.call('POST', `${USERS}/auth-refresh`, { token: key })).status).toBe(401)
})

test('a revoked key is nobody’s at once, here and in another process', async () => {
  const app = await setup()
  const [one, two] = [await makeKey(app), await makeKey(app)]
  const other = await openApp({ dir: app.dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
  const elsewhere = async (key: string) => {
    const url = `http://dapur.test${USERS}/records/${app.id}`
    await new Promise((resolve) => setImmediate(resolve))
    return (await other.fetch(new Request(url, { headers: { authorization: key } }))).status
  }
  for (const { key } of [one, two]) expect([await isIn(app, key), await elsewhere(key)]).toEqual([true, 200])
  expect((await app.call('DELETE', `${USERS}/api-keys/${one.id}`, { token: app.token })).status).toBe(204)
  expect([await isIn(app, one.key), await elsewhere(one.key)]).toEqual([false, 404])
  expect([await isIn(app, two.key), await elsewhere(two.key)]).toEqual([true, 200])
  expect((await app.call('DELETE', `${USERS}/api-keys/${one.id}`, { token: app.token })).json.code).toBe(
    'credential_not_found',
  )
  await other.close()
})

test('a key ends with its time, its record, its password, its switch and the auth rule', async () => {
  const app = await setup()
  const { call, superuser, id } = app
  const store = (sql: string) => app.app.house.storage.write((tx) => tx.run(sql, []))
  const patch = (body: object) => call('PATCH', USERS, { token: superuser, body })
  const late = await makeKey(app, { expires: '2999-01-01 00:00:00.000Z' })
  expect(late.expires).toBe('2999-01-01 00:00:00.000Z')
  await store(`UPDATE "_dapur_api_keys" SET "expires" = ${Date.now() - 1}`)
  expect(await isIn(app, late.key)).toBe(false)
  const { key } = await makeKey(app)
  expect(await isIn(app, key)).toBe(true)
  await patch({ dapur: { apiKeys: { enabled: false } } })
  expect(await isIn(app, key)).toBe(false)
  await patch({ dapur: { apiKeys: { enabled: true } }, authRule: 'name != "banned"' })
  expect(await isIn(app, key)).toBe(true)
  await call('PATCH', `${USERS}/records/${id}`, { token: superuser, body: { name: 'banned' } })
  expect(await isIn(app, key)).toBe(false)
  await call('PATCH', `${USERS}/records/${id}`, { token: superuser, body: { name: '' } })
  expect(await isIn(app, key)).toBe(true)
  const password = { password: 'rendang-padang-1', passwordConfirm: 'rendang-padang-1' }
  await call('PATCH', `${USERS}/records/${id}`, { token: superuser, body: password })
  expect(await isIn(app, key)).toBe(false)
  expect((await call('GET', `${USERS}/api-keys?record=${id}`, { token: superuser })).json.items).toEqual([])
  await call('DELETE', `${USERS}/records/${id}`, { token: superuser })
  expect(await app.app.house.storage.hot.get('SELECT count(*) FROM "_dapur_api_keys"', [])).toEqual([0])
})

test('a key makes no keys, and looks after nothing that its account holds', async () => {
  const app = await setup()
  const { key } = await makeKey(app)
  const doors = [
    ['GET', 'api-keys'],
    ['POST', 'api-keys'],
    ['DELETE', 'api-keys/x'],
    ['GET', 'sessions'],
    ['DELETE', 'sessions'],
    ['GET', 'passkeys'],
    ['GET', 'totp'],
    ['POST', 'promote'],
  ] as const
  for (const [method, path] of doors)
    expect((await app.call(method, `${USERS}/${path}`, { token: key })).json.code, path).toBe('scope_refused')
})

test('superusers have keys too, and make them for others', async () => {
  const app = await setup()
  const { call, superuser, id } = app
  const post = (path: string, body: object, token = superuser) => call('POST', path, { token, body })
  const own = (await post('/api/collections/_superusers/api-keys', { name: 'ci', scopes: '*' })).json
  expect((await call('GET', '/api/settings', { token: own.key })).status).toBe(200)
  expect((await call('GET', '/api/collections', { token: own.key })).status).toBe(200)
  expect((await post(`${USERS}/impersonate/${id}`, {}, own.key)).json.code).toBe('scope_refused')
  const theirs = (await post(`${USERS}/api-keys?record=${id}`, { name: 'bot', scopes: '*' })).json
  expect(await isIn(app, theirs.key)).toBe(true)
  expect((await post(`${USERS}/api-keys?record=nobody`, { name: 'bot', scopes: '*' })).status).toBe(404)
  expect((await post(`${USERS}/api-keys`, { name: 'bot', scopes: '*' })).status).toBe(403)
  expect((await post(`${USERS}/api-keys?record=${id}`, { name: 'bot', scopes: '*' }, own.key)).status).toBe(
    403,
  )
})

test('a body that is wrong is refused under its keys', async () => {
  const app = await setup()
  const codes = async (body: object) => {
    const { status, json } = await app.call('POST', `${USERS}/api-keys`, { token: app.token, body })
    expect(status).toBe(400)
    return Object.fromEntries(
      Object.entries(json.data as Record<string, { code: string }>).map(([key, { code }]) => [key, code]),
    )
  }
  expect(await codes({})).toEqual({ name: 'validation_required', scopes: 'validation_required' })
  const named = { name: 'till' }
  for (const scopes of [
    [],
    'all',
    7,
    [{}],
    [{ collections: [], actions: ['list'] }],
    [{ collections: ['users'], actions: ['fly'] }],
    [{ collections: ['users'], actions: ['list'], more: 1 }],
  ])
    expect(await codes({ ...named, scopes })).toEqual({ scopes: 'validation_invalid_scopes' })
  const missing = [{ collections: ['nothing'], actions: ['list'] }]
  expect(await codes({ ...named, scopes: missing })).toEqual({ scopes: 'validation_missing_collection' })
  for (const expires of ['yesterday', '2020-01-01 00:00:00Z'])
    expect(await codes({ ...named, scopes: '*', expires })).toEqual({ expires: 'validation_date_in_past' })
  expect(await codes({ name: 'x'.repeat(101), scopes: '*' })).toEqual({
    name: 'validation_length_out_of_range',
  })
})

test('when a key was last used is written now and then, and when the house closes', async () => {
  const app = await setup()
  const { house } = app.app
  const { key, id } = await makeKey(app)
  const lastUsed = async () =>
    String(
      (await house.storage.hot.get('SELECT "lastUsed" FROM "_dapur_api_keys" WHERE "id" = ?', [id]))?.[0],
    )
  for (let i = 0; i < 5; i++) await isIn(app, key)
  expect(await lastUsed()).toBe('')
  const usage = openUsage(house)
  usage.touch('_dapur_api_keys', id)
  usage.touch('_dapur_api_keys', id)
  await usage.flush()
  expect(await lastUsed()).toMatch(/^\d{4}-.*Z$/)
  await house.storage.write((tx) => tx.run(`UPDATE "_dapur_api_keys" SET "lastUsed" = ''`, []))
  await isIn(app, key)
  await app.app.close()
  const again = await openApp({ dir: app.dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
  const row = await again.house.storage.hot.get('SELECT "lastUsed" FROM "_dapur_api_keys"', [])
  expect(row?.[0]).toMatch(/^\d{4}-.*Z$/)
  await again.close()
})
