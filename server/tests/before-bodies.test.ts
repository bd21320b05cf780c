import { expect, test } from 'vitest'
import { testApp } from './test-app.ts'

/** Bodies that no route can read. */
const broken = ['{broken', '[]', '"text"']

const signIns = [
  'auth-with-password',
  'auth-with-oauth2',
  'request-otp',
  'auth-with-otp',
  'request-verification',
  'confirm-verification',
  'request-password-reset',
  'confirm-password-reset',
  'confirm-email-change',
]

test.each(signIns)(
  'services §2.0.1 %s of a collection without accounts is 404, whatever the body',
  async (name) => {
    const { call, collection, superuser } = await testApp()
    await collection({ name: 'posts', type: 'base' })
    const statuses = async (where: string) =>
      Promise.all(
        broken.map(
          async (body) => (await call('POST', `/api/collections/${where}/${name}`, { body })).status,
        ),
      )
    expect(await statuses('missing')).toEqual([404, 404, 404])
    expect(await statuses('posts')).toEqual([404, 404, 404])
    // The control: where there are accounts, it is the body that is refused.
    const { id, otp } = await collection({ name: 'guests', type: 'auth' })
    await call('PATCH', `/api/collections/${id}`, {
      token: superuser,
      body: { otp: { ...otp, enabled: true }, oauth2: { enabled: true } },
    })
    expect(await statuses('guests')).toEqual([400, 400, 400])
  },
)

test.each([
  ['auth-with-password', { passwordAuth: { enabled: false } }],
  ['auth-with-oauth2', { oauth2: { enabled: false } }],
  ['request-otp', { otp: { enabled: false } }],
  ['auth-with-otp', { otp: { enabled: false } }],
])('services §12.5 %s that is switched off is 403, whatever the body', async (name, off) => {
  const { call, collection } = await testApp()
  await collection({ name: 'guests', type: 'auth', ...off })
  for (const body of [...broken, {}]) {
    const { status, json } = await call('POST', `/api/collections/guests/${name}`, { body })
    expect({ status, data: json.data }).toEqual({ status: 403, data: {} })
  }
})

test.each(broken)(
  'services §2.8 request-email-change asks who one is before it reads a body: %s',
  async (body) => {
    const { call, record, signIn, superuser } = await testApp()
    await record('users', accountOf('sri@example.com'))
    const ask = async (collection: string, token?: string) =>
      (
        await call('POST', `/api/collections/${collection}/request-email-change`, {
          body,
          ...(token === undefined ? {} : { token }),
        })
      ).status
    expect(await ask('missing')).toBe(404)
    expect(await ask('users')).toBe(401)
    expect(await ask('users', superuser)).toBe(403)
    expect(await ask('_superusers', superuser)).toBe(400)
    expect(await ask('users', await signIn('users', 'sri@example.com'))).toBe(400)
  },
)

test.each(broken)('services §2.10 impersonate asks who one is before it reads a body: %s', async (body) => {
  const { call, record, signIn, superuser } = await testApp()
  const { id } = await record('users', accountOf('sri@example.com'))
  const path = `/api/collections/users/impersonate/${id}`
  const user = await signIn('users', 'sri@example.com')
  expect((await call('POST', path, { body })).status).toBe(401)
  expect((await call('POST', path, { body, token: user })).status).toBe(403)
  const missing = `/api/collections/missing/impersonate/${id}`
  expect((await call('POST', missing, { body, token: superuser })).status).toBe(404)
  const nobody = '/api/collections/users/impersonate/nobody'
  expect((await call('POST', nobody, { body, token: superuser })).status).toBe(404)
  expect((await call('POST', path, { body, token: superuser })).status).toBe(400)
})

test.each(['/api/logs', '/api/backups/a.zip', '/api/collections/users', '/api/collections/users/truncate'])(
  'services §0.5 DELETE %s asks who one is before it reads a body',
  async (path) => {
    const { call, record, signIn } = await testApp()
    await record('users', accountOf('sri@example.com'))
    const user = await signIn('users', 'sri@example.com')
    for (const body of broken) {
      expect((await call('DELETE', path, { body })).status).toBe(401)
      expect((await call('DELETE', path, { body, token: user })).status).toBe(403)
    }
  },
)

test.each([
  ['/api/sql', { query: 5 }],
  ['/api/sql', { query: ['select 1'] }],
  ['/api/settings/test/s3', { filesystem: 5 }],
  ['/api/settings/test/s3', ['storage']],
])('services §0.3 %s refuses the wrong JSON type with empty data: %j', async (path, body) => {
  const { call, superuser } = await testApp()
  const { status, json } = await call('POST', path, { body, token: superuser })
  expect(status).toBe(400)
  expect(json).toMatchObject({ data: {}, status: 400 })
  expect(json.data).toEqual({})
})

test('services §2.1 the list of ways to sign in has its keys in the order of the contract', async () => {
  const { call } = await testApp()
  const { json } = await call('GET', '/api/collections/users/auth-methods')
  const keys = 'password oauth2 mfa otp authProviders usernamePassword emailPassword'
  expect(Object.keys(json)).toEqual(keys.split(' '))
})

function accountOf(email: string): Record<string, string> {
  return { email, password: 'sambal-terasi-9', passwordConfirm: 'sambal-terasi-9' }
}
