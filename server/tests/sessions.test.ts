import { expect, test } from 'vitest'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const EMAIL = 'sri@example.com'

interface Setup extends TestApp {
  readonly id: string
  /** Sign in from a device. */
  readonly enter: (device?: string) => Promise<Reply['json']>
}

async function setup(sessions: object = { enabled: true }): Promise<Setup> {
  const made = await testApp()
  const body = { dapur: { sessions } }
  expect((await made.call('PATCH', USERS, { token: made.superuser, body })).status).toBe(200)
  const { id } = await made.record('users', {
    email: EMAIL,
    password: testPassword,
    passwordConfirm: testPassword,
  })
  const enter = async (device = 'Phone') => {
    const headers = { 'user-agent': device }
    const credentials = { identity: EMAIL, password: testPassword }
    return (await made.call('POST', `${USERS}/auth-with-password`, { body: credentials, headers })).json
  }
  return { ...made, id, enter }
}

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

async function isIn({ call, id }: Setup, token: string): Promise<boolean> {
  return (await call('GET', `${USERS}/records/${id}`, { token })).status === 200
}

function refresh({ call }: TestApp, refreshToken: string): Promise<Reply> {
  return call('POST', `${USERS}/sessions/refresh`, { body: { refreshToken } })
}

test('services §1.2 while it is off tokens are the contract’s, and nothing is stored', async () => {
  const { app, call, record, signIn } = await testApp()
  await record('users', { email: EMAIL, password: testPassword, passwordConfirm: testPassword })
  const token = await signIn('users', EMAIL)
  expect(Object.keys(claimsOf(token))).toEqual(['collectionId', 'exp', 'id', 'refreshable', 'type'])
  expect(await app.house.storage.hot.get('SELECT count(*) FROM "_dapur_sessions"', [])).toEqual([0])
  expect((await call('GET', `${USERS}/sessions`, { token })).json.code).toBe('sessions_disabled')
  expect((await refresh({ call } as TestApp, token)).json.code).toBe('sessions_disabled')
  const reply = await call('POST', `${USERS}/auth-with-password`, {
    body: { identity: EMAIL, password: testPassword },
  })
  expect(Object.keys(reply.json)).toEqual(['record', 'token'])
})

test('every sign-in is a session that its owner sees', async () => {
  const app = await setup()
  const [phone, laptop] = [await app.enter('Phone'), await app.enter('Laptop')]
  expect(phone.dapur).toEqual({ session: claimsOf(phone.token)['sid'] })
  const { items } = (await app.call('GET', `${USERS}/sessions`, { token: laptop.token })).json
  expect(
    items.map(({ device, current }: { device: string; current: boolean }) => [device, current]).toSorted(),
  ).toEqual([
    ['Laptop', true],
    ['Phone', false],
  ])
  expect(items[0]).toMatchObject({
    address: expect.any(String),
    created: expect.stringMatching(/Z$/),
    expires: expect.stringMatching(/Z$/),
  })
})

test('a revoked session is over at once; the others go on', async () => {
  const app = await setup()
  const { call } = app
  const [phone, laptop, tablet] = [await app.enter(), await app.enter(), await app.enter()]
  for (const { token } of [phone, laptop, tablet]) expect(await isIn(app, token)).toBe(true)
  const path = `${USERS}/sessions/${phone.dapur.session}`
  expect((await call('DELETE', path, { token: laptop.token })).status).toBe(204)
  expect((await call('DELETE', path, { token: laptop.token })).json.code).toBe('credential_not_found')
  expect(await isIn(app, phone.token)).toBe(false)
  expect((await call('POST', `${USERS}/auth-refresh`, { token: phone.token })).status).toBe(401)
  expect(await isIn(app, laptop.token)).toBe(true)
  expect((await call('DELETE', `${USERS}/sessions`, { token: laptop.token })).status).toBe(204)
  expect([await isIn(app, laptop.token), await isIn(app, tablet.token)]).toEqual([true, false])
})

test('only its owner and superusers see and end a session', async () => {
  const app = await setup()
  const { call, superuser } = app
  const { token, dapur } = await app.enter()
  await app.record('users', {
    email: 'budi@example.com',
    password: testPassword,
    passwordConfirm: testPassword,
  })
  const budi = await app.signIn('users', 'budi@example.com')
  expect((await call('DELETE', `${USERS}/sessions/${dapur.session}`, { token: budi })).status).toBe(404)
  expect((await call('GET', `${USERS}/sessions?record=${app.id}`, { token: budi })).status).toBe(403)
  expect((await call('GET', `${USERS}/sessions`)).status).toBe(401)
  expect(
    (await call('GET', `${USERS}/sessions?record=${app.id}`, { token: superuser })).json.items,
  ).toHaveLength(1)
  expect((await call('GET', `${USERS}/sessions?record=nobody`, { token: superuser })).status).toBe(404)
  expect((await call('GET', `${USERS}/sessions`, { token: superuser })).status).toBe(403)
  expect((await call('DELETE', `${USERS}/sessions?record=${app.id}`, { token: superuser })).status).toBe(204)
  expect(await isIn(app, token)).toBe(false)
})

test('services §2.3 a refresh keeps the session, and takes tokens of before into one', async () => {
  const app = await setup({ enabled: false })
  const old = (await app.enter()).token
  await app.call('PATCH', USERS, { token: app.superuser, body: { dapur: { sessions: { enabled: true } } } })
  const post = async (token: string) => (await app.call('POST', `${USERS}/auth-refresh`, { token })).json
  expect(await isIn(app, old)).toBe(true)
  const first = (await post(old)).token
  const sid = claimsOf(first)['sid']
  expect(sid).toMatch(/^[a-z0-9]{15}$/)
  expect(claimsOf((await post(first)).token)['sid']).toBe(sid)
  const { items } = (await app.call('GET', `${USERS}/sessions`, { token: first })).json
  expect(items.map((item: { id: string }) => item.id)).toEqual([sid])
})

test('A6 a new password ends every session and every refresh token', async () => {
  const app = await setup({ enabled: true, refreshTokens: true })
  const { token, dapur } = await app.enter()
  const body = { password: 'rendang-padang-1', passwordConfirm: 'rendang-padang-1' }
  await app.call('PATCH', `${USERS}/records/${app.id}`, { token: app.superuser, body })
  expect(await isIn(app, token)).toBe(false)
  expect((await refresh(app, dapur.refreshToken)).status).toBe(401)
  const path = `${USERS}/sessions?record=${app.id}`
  expect((await app.call('GET', path, { token: app.superuser })).json.items).toEqual([])
})

test('refresh tokens: a short access token, and one exchange each', async () => {
  const app = await setup({ enabled: true, refreshTokens: true, accessDuration: 60, refreshDuration: 3600 })
  const { token, dapur } = await app.enter()
  const { exp, refreshable } = claimsOf(token)
  expect({ left: Math.round(Number(exp) - Date.now() / 1000) <= 60, refreshable }).toEqual({
    left: true,
    refreshable: false,
  })
  // An access token does not prolong itself, and a refresh token is none.
  expect((await app.call('POST', `${USERS}/auth-refresh`, { token })).json.token).toBe(token)
  expect(await isIn(app, dapur.refreshToken)).toBe(false)
  const next = await refresh(app, dapur.refreshToken)
  expect(next).toMatchObject({
    status: 200,
    json: { record: { id: app.id }, dapur: { session: dapur.session } },
  })
  expect((await refresh(app, next.json.dapur.refreshToken)).status).toBe(200)
  for (const wrong of ['', 'x', token, `${dapur.refreshToken}x`])
    expect((await refresh(app, wrong)).status).toBe(401)
  expect(await isIn(app, next.json.token)).toBe(true)
})

test('a refresh token that comes twice ends its session, and no other', async () => {
  const app = await setup({ enabled: true, refreshTokens: true })
  const [thief, other] = [await app.enter(), await app.enter()]
  const next = (await refresh(app, thief.dapur.refreshToken)).json
  expect(await isIn(app, next.token)).toBe(true)
  expect((await refresh(app, thief.dapur.refreshToken)).status).toBe(401)
  expect(await isIn(app, next.token)).toBe(false)
  expect((await refresh(app, next.dapur.refreshToken)).status).toBe(401)
  expect(await isIn(app, other.token)).toBe(true)
  expect((await refresh(app, other.dapur.refreshToken)).status).toBe(200)
})

test('A7 of 100 who exchange one refresh token at the same time one gets the next', async () => {
  const app = await setup({ enabled: true, refreshTokens: true })
  for (let round = 0; round < 3; round++) {
    const { dapur } = await app.enter()
    const replies = await Promise.all(Array.from({ length: 100 }, () => refresh(app, dapur.refreshToken)))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(replies.filter(({ status }) => ![200, 401].includes(status))).toEqual([])
    const rows = await app.app.house.storage.hot.all('SELECT "id" FROM "_dapur_sessions" WHERE "id" = ?', [
      dapur.session,
    ])
    expect(rows).toEqual([])
  }
})

test('the auth rule is asked at every exchange', async () => {
  const app = await setup({ enabled: true, refreshTokens: true })
  const { dapur } = await app.enter()
  await app.call('PATCH', `${USERS}/records/${app.id}`, { token: app.superuser, body: { name: 'banned' } })
  const { authToken } = (await app.call('GET', USERS, { token: app.superuser })).json
  expect(authToken).not.toHaveProperty('secret')
  // A new auth rule renews the secret that tokens are signed with: nobody is in any more.
  await app.call('PATCH', USERS, { token: app.superuser, body: { authRule: 'name != "banned"' } })
  expect((await refresh(app, dapur.refreshToken)).status).toBe(401)
  expect((await app.enter()).status).toBe(403)
})

test('when it was last used is written now and then, not at every request', async () => {
  const app = await setup()
  const { token, dapur } = await app.enter()
  const lastUsed = async () => {
    const row = await app.app.house.storage.hot.get(
      'SELECT "lastUsed" FROM "_dapur_sessions" WHERE "id" = ?',
      [dapur.session],
    )
    return String(row?.[0])
  }
  const before = await lastUsed()
  for (let i = 0; i < 5; i++) expect(await isIn(app, token)).toBe(true)
  expect(await lastUsed()).toBe(before)
})

test('settings that make no sense are refused under their keys', async () => {
  const { call, superuser } = await testApp()
  const body = {
    dapur: {
      sessions: { accessDuration: 1, refreshDuration: 0 },
      passkey: { origins: ['https://ok.example', 'nonsense', 'https://x.example/path'] },
    },
  }
  const { json } = await call('PATCH', USERS, { token: superuser, body })
  expect(json.data.dapur).toMatchObject({
    sessions: {
      accessDuration: { params: { threshold: 60 } },
      refreshDuration: { params: { threshold: 1 } },
    },
    passkey: {
      origins: { 1: { code: 'validation_invalid_origin' }, 2: { code: 'validation_invalid_origin' } },
    },
  })
  expect(json.data.dapur.passkey.origins).not.toHaveProperty('0')
  expect((await call('PATCH', USERS, { token: superuser, body: { dapur: { totp: 7 } } })).status).toBe(400)
})
