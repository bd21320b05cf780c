import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { testApp, type TestApp, testPassword } from './test-app.ts'

const SETTINGS = '/api/settings'

/** An app that believes what the header X-Real-IP says. */
async function behindProxy(superuserIPs: readonly string[]): Promise<TestApp> {
  const app = await testApp()
  const body = { trustedProxy: { headers: ['X-Real-IP'] }, superuserIPs }
  const { status } = await app.call('PATCH', SETTINGS, { token: app.superuser, body })
  expect(status).toBe(200)
  return app
}

test.each([
  ['10.1.2.3', '10.0.0.0/8', 200],
  ['11.1.2.3', '10.0.0.0/8', 403],
  ['::ffff:10.1.2.3', '10.1.2.3', 200],
  ['0:0:0:0:0:ffff:a01:203', '10.1.2.3', 200],
  ['10.1.2.3', '::ffff:10.0.0.0/104', 200],
  ['2001:db8::1', '2001:0db8:0000:0000:0000:0000:0000:0001', 200],
  ['fe80::1%eth0', 'fe80::/10', 200],
  ['2001:db9::1', '2001:db8::/32', 403],
  ['1.2.3.4, 10.1.2.3', '10.1.2.3', 200],
  ['10.1.2.3, 1.2.3.4', '10.1.2.3', 403],
  ['10.1.2.3, nonsense', '10.1.2.3', 200],
  ['', '10.1.2.3', 403],
])('data §8.3 services §7.3 A11 from %s with the list %s: %i', async (ip, entry, status) => {
  const { call, superuser } = await behindProxy([entry])
  const headers = { 'x-real-ip': ip }
  expect((await call('GET', SETTINGS, { token: superuser, headers })).status).toBe(status)
  expect((await call('GET', '/api/health', { token: superuser, headers })).status).toBe(status)
  expect((await call('GET', '/api/health', { headers })).status).toBe(200)
  const body = { identity: 'root@example.com', password: testPassword }
  const path = '/api/collections/_superusers/auth-with-password'
  expect((await call('POST', path, { body, headers })).status).toBe(status)
})

test('services §7.3 A11 headers that the settings do not name are anybody’s words', async () => {
  const { call, superuser } = await behindProxy(['10.1.2.3'])
  for (const name of ['x-forwarded-for', 'forwarded', 'cf-connecting-ip', 'x-client-ip'])
    expect((await call('GET', SETTINGS, { token: superuser, headers: { [name]: '10.1.2.3' } })).status).toBe(
      403,
    )
})

test('services §2.0.1 users come from anywhere', async () => {
  const app = await testApp()
  await app.record('users', {
    email: 'siti@example.com',
    password: testPassword,
    passwordConfirm: testPassword,
  })
  const body = { superuserIPs: ['10.1.2.3'] }
  expect((await app.call('PATCH', SETTINGS, { token: app.superuser, body })).status).toBe(200)
  const token = await app.signIn('users', 'siti@example.com')
  expect((await app.call('POST', '/api/collections/users/auth-refresh', { token })).status).toBe(200)
})

test('services §7.3 A11 a socket says where it comes from, and no header of a stranger does', async () => {
  const { app, superuser, call } = await testApp()
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const get = async (headers: Readonly<Record<string, string>> = {}): Promise<number> =>
    (await fetch(`${server.address}${SETTINGS}`, { headers: { authorization: superuser, ...headers } }))
      .status
  const set = (body: object): Promise<unknown> => call('PATCH', SETTINGS, { token: superuser, body })
  await set({ superuserIPs: ['127.0.0.0/8'] })
  expect(await get({ 'x-forwarded-for': '6.6.6.6', 'x-real-ip': '6.6.6.6' })).toBe(200)
  app.house.settings.adopt({ ...app.house.settings.current, superuserIPs: ['10.0.0.1'] })
  expect(
    await get({ 'x-forwarded-for': '10.0.0.1', forwarded: 'for=10.0.0.1', 'x-real-ip': '10.0.0.1' }),
  ).toBe(403)
  const trustedProxy = { headers: ['X-Forwarded-For'], useLeftmostIP: false }
  app.house.settings.adopt({ ...app.house.settings.current, trustedProxy })
  expect(await get({ 'x-forwarded-for': '6.6.6.6, 10.0.0.1' })).toBe(200)
  expect(await get({ 'x-forwarded-for': '10.0.0.1, 6.6.6.6' })).toBe(403)
  app.house.settings.adopt({
    ...app.house.settings.current,
    trustedProxy: { ...trustedProxy, useLeftmostIP: true },
  })
  expect(await get({ 'x-forwarded-for': '10.0.0.1, 6.6.6.6' })).toBe(200)
})
