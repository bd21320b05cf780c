import { expect, test } from 'vitest'
import { codeIn, postOffice, type PostOffice, useSmtp } from './post-office.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const EMAIL = 'siti@example.com'
const account = { email: EMAIL, password: testPassword, passwordConfirm: testPassword, verified: true }

interface Place extends TestApp {
  readonly post: PostOffice
  readonly password: (more?: object, query?: string, email?: string) => Promise<Reply>
  readonly otp: (more?: object, query?: string) => Promise<Reply>
  readonly factors: () => Promise<unknown[][]>
}

async function place(mfa: object = {}): Promise<Place> {
  const app = await testApp()
  const post = await postOffice()
  await useSmtp(app, post)
  const { call, superuser } = app
  await app.record('users', account)
  const body = { otp: { enabled: true }, mfa: { enabled: true, ...mfa }, authAlert: { enabled: false } }
  expect((await call('PATCH', USERS, { token: superuser, body })).status).toBe(200)
  return {
    ...app,
    post,
    password: (more = {}, query = '', email = EMAIL) =>
      call('POST', `${USERS}/auth-with-password${query}`, {
        body: { identity: email, password: testPassword, ...more },
      }),
    async otp(more = {}, query = '') {
      const { json } = await call('POST', `${USERS}/request-otp`, { body: { email: EMAIL } })
      const password = codeIn(await post.mailTo(EMAIL))
      return call('POST', `${USERS}/auth-with-otp${query}`, {
        body: { otpId: json.otpId, password, ...more },
      })
    },
    factors: async () => app.app.house.storage.hot.all('select "id", "method" from "_mfas"', []),
  }
}

test('services §2.7 the first factor answers 401 with nothing but an id, the second lets in', async () => {
  const { password, otp, factors } = await place()
  const first = await password()
  expect(first.status).toBe(401)
  expect(first.json).toEqual({ mfaId: expect.stringMatching(/^[a-z0-9]{15}$/) })
  expect(await factors()).toEqual([[first.json.mfaId, 'password']])
  const second = await otp({ mfaId: first.json.mfaId })
  expect(second.status).toBe(200)
  expect(Object.keys(second.json).toSorted()).toEqual(['record', 'token'])
  expect(await factors()).toEqual([])
})

test('services §2.7 the id comes with the query, or in the body; the order of the factors is free', async () => {
  const { password, otp } = await place()
  const first = await otp()
  expect(first.status).toBe(401)
  const { mfaId } = first.json
  expect((await password({ mfaId: 'nonsense' }, `?mfaId=${mfaId}&fields=token`)).json).toEqual({
    token: expect.any(String),
  })
})

test('services §2.7 A17 the same way twice, another account, another time: none of it is a second factor', async () => {
  const { password, otp, call, superuser, record, app, factors } = await place({ duration: 10 })
  const { mfaId } = (await password()).json
  expect((await password({ mfaId })).status).toBe(400)
  expect((await otp({ mfaId: 'nothing' })).status).toBe(400)
  await record('users', { ...account, email: 'budi@example.com' })
  const foreign = (await password({}, '', 'budi@example.com')).json.mfaId
  const refused = await otp({ mfaId: foreign })
  expect([refused.status, refused.json.data]).toEqual([400, {}])
  const fields = { name: 'cooks', type: 'auth', otp: { enabled: true }, mfa: { enabled: true } }
  await call('POST', '/api/collections', { token: superuser, body: fields })
  await record('cooks', { ...account, id: 'cook00000000001' })
  const { json } = await call('POST', '/api/collections/cooks/auth-with-password', {
    body: { identity: EMAIL, password: testPassword },
  })
  expect((await otp({ mfaId: json.mfaId })).status).toBe(400)
  const old = new Date(Date.now() - 11_000).toISOString().replace('T', ' ')
  await app.house.storage.write((tx) =>
    tx.run('update "_mfas" set "created" = ? where "id" = ?', [old, mfaId]),
  )
  expect((await otp({ mfaId })).status).toBe(400)
  expect((await factors()).map(([id]) => id)).not.toContain(mfaId)
})

test('services §2.7 only those are asked for a second factor whom the rule names', async () => {
  const { password, record } = await place({ rule: 'name = "strict"' })
  expect((await password()).status).toBe(200)
  await record('users', { ...account, email: 'budi@example.com', name: 'strict' })
  expect((await password({}, '', 'budi@example.com')).status).toBe(401)
})

test('services §2.7 the auth rule comes before the second factor, in both steps', async () => {
  const { password, otp, call, superuser } = await place()
  const { mfaId } = (await password()).json
  await call('PATCH', USERS, { token: superuser, body: { authRule: 'name = "nobody"' } })
  expect((await password()).status).toBe(403)
  expect((await otp({ mfaId })).status).toBe(403)
})

test('services §1.5 §2.7 a new password ends what was begun with the old one', async () => {
  const { password, call, superuser, factors } = await place()
  await password()
  const { items } = (await call('GET', `${USERS}/records`, { token: superuser })).json
  const body = { password: 'rendang-padang-1', passwordConfirm: 'rendang-padang-1' }
  await call('PATCH', `${USERS}/records/${items[0].id}`, { token: superuser, body })
  expect(await factors()).toEqual([])
})

test.each([1, 2, 3])(
  'services §2.7 A7 a first factor is good for one sign-in of 20 at once, round %i',
  async () => {
    const { password, otp } = await place()
    const first = await otp()
    const { mfaId } = first.json
    const all = await Promise.all(Array.from({ length: 20 }, () => password({ mfaId })))
    expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 19 }, () => 400),
    ])
  },
)

test('services §2.3 refresh and impersonation ask for no factor', async () => {
  const { password, otp, call, superuser } = await place()
  const { token, record } = (await otp({ mfaId: (await password()).json.mfaId })).json
  expect((await call('POST', `${USERS}/auth-refresh`, { token })).status).toBe(200)
  expect((await call('POST', `${USERS}/impersonate/${record.id}`, { token: superuser })).status).toBe(200)
})
