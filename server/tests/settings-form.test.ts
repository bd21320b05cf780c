import { expect, test } from 'vitest'
import { fileApp } from './file-app.ts'

async function formSettings() {
  const { call, form, superuser } = await fileApp()
  const patch = async (parts: readonly (readonly [string, string])[]) =>
    form('PATCH', '/api/settings', parts, superuser)
  const read = async () => (await call('GET', '/api/settings', { token: superuser })).json
  return { patch, read }
}

test('data §1.6 settings come as a form, too: keys are paths, texts become what the setting is', async () => {
  const { patch, read } = await formSettings()
  const { status } = await patch([
    ['meta.appName', '2026'],
    ['smtp.port', '2525'],
    ['batch.enabled', 'T'],
    ['batch.maxRequests', '7'],
    ['logs.logIP', ''],
    ['logs.maxDays', '0x10'],
    ['logs.minLevel', '-4'],
    ['superuserIPs', ''],
    ['trustedProxy.headers', 'X-Real-IP'],
    ['trustedProxy.headers', 'X-Forwarded-For'],
  ])
  expect(status).toBe(200)
  expect(await read()).toMatchObject({
    meta: { appName: '2026' },
    smtp: { port: 2525 },
    batch: { enabled: true, maxRequests: 7 },
    logs: { logIP: false, maxDays: 16, minLevel: -4 },
    trustedProxy: { headers: ['X-Real-IP', 'X-Forwarded-For'] },
  })
})

test('services §0.3 one text of a list is a list, and the JSON of @jsonPayload lies over the rest', async () => {
  const { patch, read } = await formSettings()
  const payload = JSON.stringify({ batch: { timeout: 9 }, smtp: { host: 'mail.example.com' } })
  const { status } = await patch([
    ['trustedProxy.headers', 'X-Real-IP'],
    ['smtp.port', '26'],
    ['@jsonPayload', payload],
  ])
  expect(status).toBe(200)
  expect(await read()).toMatchObject({
    trustedProxy: { headers: ['X-Real-IP'] },
    batch: { timeout: 9 },
    smtp: { host: 'mail.example.com', port: 26 },
  })
})

test('services §0.3 a key that is no setting changes nothing, however many dots it has', async () => {
  const { patch, read } = await formSettings()
  const before = await read()
  const deep = 'a.'.repeat(100_000)
  const parts = [deep, '__proto__.polluted', 'smtp.nothing', 'smtp.port.deeper'].map(
    (key) => [key, '1'] as const,
  )
  expect((await patch(parts)).status).toBe(200)
  expect(await read()).toEqual(before)
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

test.each([
  ['smtp.port', 'many'],
  ['batch.enabled', 'yes'],
  ['logs.maxDays', '1.5'],
])('services §0.3 %s=%s is the wrong type, and changes nothing', async (path, text) => {
  const { patch, read } = await formSettings()
  const before = await read()
  expect(await patch([[path, text]])).toMatchObject({ status: 400, json: { data: {} } })
  expect(await read()).toEqual(before)
})
