import { expect, test } from 'vitest'
import { testApp } from './test-app.ts'

test('services §6.4 everybody hears that the API is healthy, and nothing else; HEAD too', async () => {
  const { call } = await testApp()
  const { status, json, headers } = await call('GET', '/api/health')
  expect([status, json]).toEqual([200, { message: 'The API is healthy.', code: 200, data: {} }])
  expect(headers.get('content-type')).toBe('application/json')
  const head = await call('HEAD', '/api/health')
  expect([head.status, head.text]).toEqual([200, ''])
})

test('services §6.4 a superuser hears whether a backup can be made, and how proxies are seen', async () => {
  const { app, call, superuser } = await testApp()
  const ask = async (headers: Readonly<Record<string, string>> = {}) =>
    (await call('GET', '/api/health', { token: superuser, headers })).json
  const { message, code, data } = await ask()
  expect([message, code]).toEqual(['The API is healthy.', 200])
  expect(Object.keys(data)).toEqual(['canBackup', 'realIP', 'possibleProxyHeader', 'dapur'])
  expect(data).toMatchObject({ canBackup: true, realIP: '', possibleProxyHeader: '' })
  expect(data.dapur).toMatchObject({ durability: 'full', degraded: [] })
  const release = app.house.backups.take({ kind: 'create', key: 'a.zip' })
  expect((await ask()).data.canBackup).toBe(false)
  release()
  const forwarded = { 'x-forwarded-for': '10.0.0.1', 'fly-client-ip': '10.0.0.2' }
  expect((await ask(forwarded)).data).toMatchObject({ realIP: '', possibleProxyHeader: 'Fly-Client-IP' })
  await call('PATCH', '/api/settings', {
    token: superuser,
    body: { trustedProxy: { headers: ['X-Real-IP'] } },
  })
  const trusted = { ...forwarded, 'x-real-ip': '2001:db8::1' }
  expect((await ask(trusted)).data).toMatchObject({
    canBackup: true,
    realIP: '2001:0db8:0000:0000:0000:0000:0000:0001',
    possibleProxyHeader: 'X-Real-IP',
  })
})

test('services §6.4 the ballast is for superusers alone', async () => {
  const { call } = await testApp()
  expect((await call('DELETE', '/api/health/ballast')).status).toBe(401)
})
