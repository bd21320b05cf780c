import PocketBase from 'pocketbase'
import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../app.ts'
import { listen } from '../cli/listen.ts'
import { codeIn, postOffice, tokenIn, useSmtp } from './post-office.ts'
import { testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const EMAIL = 'siti@example.com'

async function withCodes(): Promise<TestApp> {
  const app = await testApp()
  await app.record('users', { email: EMAIL, password: testPassword, passwordConfirm: testPassword })
  const body = { otp: { enabled: true } }
  expect((await app.call('PATCH', USERS, { token: app.superuser, body })).status).toBe(200)
  return app
}

test('services §2.6 where codes are off nobody asks for one, or comes with one', async () => {
  const { call } = await testApp()
  for (const name of ['request-otp', 'auth-with-otp'])
    expect((await call('POST', `${USERS}/${name}`, { body: {} })).status).toBe(403)
  expect((await call('POST', '/api/collections/_mfas/request-otp', { body: {} })).status).toBe(404)
})

test('services §2.6 what is wrong with a body', async () => {
  const { call } = await withCodes()
  const codes = async (name: string, body: object) => {
    const { status, json } = await call('POST', `${USERS}/${name}`, { body })
    expect(status).toBe(400)
    return Object.entries(json.data as Record<string, { code: string }>).map(
      ([key, { code }]) => `${key} ${code}`,
    )
  }
  expect(await codes('request-otp', {})).toEqual(['email validation_required'])
  expect(await codes('request-otp', { email: 'x' })).toEqual(['email validation_is_email'])
  expect(await codes('auth-with-otp', {})).toEqual([
    'otpId validation_required',
    'password validation_required',
  ])
  expect(await codes('auth-with-otp', { otpId: 'x'.repeat(256), password: '1'.repeat(72) })).toEqual([
    'otpId validation_length_out_of_range',
    'password validation_length_out_of_range',
  ])
  expect(await codes('auth-with-otp', { otpId: 'x', password: '1' })).toEqual([])
})

test('services §2.6 A9 a restart gives no attempt back', async () => {
  const { call, dir, app } = await withCodes()
  const { otpId } = (await call('POST', `${USERS}/request-otp`, { body: { email: EMAIL } })).json
  const attempt = { otpId, password: '1' }
  for (let i = 0; i < 5; i++)
    expect((await call('POST', `${USERS}/auth-with-otp`, { body: attempt })).status).toBe(400)
  await app.close()
  const next = await openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
  const request = new Request(`http://dapur.test${USERS}/auth-with-otp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(attempt),
  })
  expect((await next.fetch(request)).status).toBe(429)
  await next.close()
})

test('services §2.6 the rule and the context of a sign-in with a code', async () => {
  const app = await withCodes()
  const post = await postOffice()
  await useSmtp(app, post)
  const enter = async (authRule: string) => {
    await app.call('PATCH', USERS, { token: app.superuser, body: { authRule } })
    const { otpId } = (await app.call('POST', `${USERS}/request-otp`, { body: { email: EMAIL } })).json
    const password = codeIn(await post.mailTo(EMAIL))
    return app.call('POST', `${USERS}/auth-with-otp`, { body: { otpId, password } })
  }
  expect((await enter('@request.context = "password"')).status).toBe(403)
  // The code has proved the address, whether or not its owner may come in.
  expect((await enter('@request.context = "otp" && verified = true')).status).toBe(200)
})

test('services §10 the official SDK goes through every flow by mail', async () => {
  const app = await withCodes()
  const post = await postOffice()
  await useSmtp(app, post)
  const server = await listen(app.app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const pb = new PocketBase(server.address)
  const users = pb.collection('users')
  const { otpId } = await users.requestOTP(EMAIL)
  expect((await users.authWithOTP(otpId, codeIn(await post.mailTo(EMAIL)))).record['verified']).toBe(true)
  expect(await users.requestPasswordReset(EMAIL)).toBe(true)
  const reset = tokenIn(await post.mailTo(EMAIL))
  expect(await users.confirmPasswordReset(reset, 'rendang-padang-1', 'rendang-padang-1')).toBe(true)
  await users.authWithPassword(EMAIL, 'rendang-padang-1')
  expect(await users.requestEmailChange('new@example.com')).toBe(true)
  const change = tokenIn(await post.mailTo('new@example.com'))
  expect(await users.confirmEmailChange(change, 'rendang-padang-1')).toBe(true)
  expect(pb.authStore.isValid).toBe(false)
  await app.call('PATCH', USERS, { token: app.superuser, body: { mfa: { enabled: true } } })
  const first = await users
    .authWithPassword('new@example.com', 'rendang-padang-1')
    .catch((error: unknown) => error)
  expect(first).toMatchObject({ status: 401, response: { mfaId: expect.any(String) } })
  const { mfaId } = Object(first).response
  const second = await users.requestOTP('new@example.com')
  const code = codeIn(await post.mailTo('new@example.com'))
  expect((await users.authWithOTP(second.otpId, code, { mfaId })).token).not.toBe('')
  await pb.collection('_superusers').authWithPassword('root@example.com', testPassword)
  expect(await pb.settings.testEmail('users', 'boss@example.com', 'otp')).toBe(true)
  await post.mailTo('boss@example.com')
})
