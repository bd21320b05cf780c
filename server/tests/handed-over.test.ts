import { expect, test } from 'vitest'
import { authCollection } from '../auth/auth-collection.ts'
import { findAccount } from '../auth/find-account.ts'
import { issueToken } from '../auth/token.ts'
import { quickHashing } from './races/quick-hashing.ts'
import { testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const EMAIL = 'sri@example.com'

/** An app with keys and sessions, and somebody who has an account. */
async function place(): Promise<TestApp & { readonly id: string }> {
  const app = await testApp()
  Object.assign(app.app.house, quickHashing)
  const dapur = { apiKeys: { enabled: true }, sessions: { enabled: true, refreshTokens: true } }
  expect((await app.call('PATCH', USERS, { token: app.superuser, body: { dapur } })).status).toBe(200)
  const account = { email: EMAIL, password: testPassword, passwordConfirm: testPassword }
  const { id } = await app.record('users', account)
  return { ...app, id }
}

test('services §1.3 A6 every way in which an account changes hands ends all that was given out before', async () => {
  const { app, call, id, superuser } = await place()
  let password = testPassword
  let email = EMAIL
  const patch = async (body: object): Promise<void> => {
    expect((await call('PATCH', `${USERS}/records/${id}`, { token: superuser, body })).status).toBe(200)
  }
  const issued = async (type: 'passwordReset' | 'emailChange', more: object = {}): Promise<string> => {
    const collection = authCollection(app.house.catalog.current, 'users')
    const record = await findAccount(app.house, collection, email, ['email'])
    if (!record) throw new Error('the account is gone')
    return issueToken({ type, collection, record, now: Date.now(), ...more })
  }
  const changes: [string, () => Promise<unknown>][] = [
    ['a new password', () => patch({ password: (password = 'next-one-1'), passwordConfirm: password })],
    ['a new address', () => patch({ email: (email = 'next@example.com') })],
    [
      'a reset',
      async () => {
        const body = { token: await issued('passwordReset'), password: (password = 'next-two-2') }
        const reset = { ...body, passwordConfirm: password }
        expect((await call('POST', `${USERS}/confirm-password-reset`, { body: reset })).status).toBe(204)
      },
    ],
    [
      'a change of the address by mail',
      async () => {
        const token = await issued('emailChange', { newEmail: 'last@example.com' })
        const body = { token, password }
        expect((await call('POST', `${USERS}/confirm-email-change`, { body })).status).toBe(204)
        email = 'last@example.com'
      },
    ],
    ['another tokenKey', () => patch({ tokenKey: 'k'.repeat(40) })],
  ]
  for (const [what, change] of changes) {
    const body = { identity: email, password }
    const { token, dapur } = (await call('POST', `${USERS}/auth-with-password`, { body })).json
    const made = await call('POST', `${USERS}/api-keys`, { token, body: { name: 'k', scopes: '*' } })
    const reset = await issued('passwordReset')
    const doors = async () => [
      (await call('POST', `${USERS}/auth-refresh`, { token })).status,
      (await call('GET', `${USERS}/records/${id}`, { token: made.json.key })).status,
    ]
    expect(await doors(), what).toEqual([200, 200])
    await change()
    expect(await doors(), what).toEqual([401, 404])
    const refresh = { body: { refreshToken: dapur.refreshToken } }
    expect((await call('POST', `${USERS}/sessions/refresh`, refresh)).status, what).toBe(401)
    const late = { token: reset, password: 'too-late-1', passwordConfirm: 'too-late-1' }
    expect((await call('POST', `${USERS}/confirm-password-reset`, { body: late })).status, what).toBe(400)
  }
})
