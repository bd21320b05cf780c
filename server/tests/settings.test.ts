import { expect, test } from 'vitest'
import { type Reply, testApp, type TestApp } from './test-app.ts'

const patch = (app: TestApp, body: unknown): Promise<Reply> =>
  app.call('PATCH', '/api/settings', { token: app.superuser, body })
const read = async (app: TestApp) => (await app.call('GET', '/api/settings', { token: app.superuser })).json

/** `meta.appName` → its code. */
function codeAt(data: Reply['json'], path: string): unknown {
  return path.split('.').reduce((node, key) => node?.[key], data)?.code
}

test('data §8.2 services §5.1 settings are for superusers alone, and a fresh installation has the defaults', async () => {
  const app = await testApp()
  expect((await app.call('GET', '/api/settings')).status).toBe(401)
  expect((await app.call('PATCH', '/api/settings', { body: {} })).status).toBe(401)
  const settings = await read(app)
  expect(Object.keys(settings).toSorted()).toEqual(
    [
      'backups',
      'batch',
      'logs',
      'meta',
      'rateLimits',
      's3',
      'smtp',
      'superuserIPs',
      'trustedProxy',
    ].toSorted(),
  )
  expect(settings).toMatchObject({
    smtp: { enabled: false, port: 587, host: 'smtp.example.com' },
    backups: { cron: '', cronMaxKeep: 3 },
    batch: { enabled: false, maxRequests: 50, timeout: 3, maxBodySize: 0 },
    logs: { maxDays: 5, minLevel: 0, logIP: true, logAuthId: false },
  })
})

test('data §8.2 services §5.2 objects are merged, lists replaced, unknown keys dropped, and nothing is no change', async () => {
  const app = await testApp()
  const before = await read(app)
  expect((await patch(app, {})).json).toEqual(before)
  const { json } = await patch(app, {
    batch: { enabled: true, maxRequests: null },
    superuserIPs: null,
    trustedProxy: { headers: ['X-Real-IP'] },
    unknown: 1,
    meta: { unknown: 1 },
  })
  expect(json.batch).toEqual({ ...before.batch, enabled: true })
  expect(json.trustedProxy).toEqual({ headers: ['X-Real-IP'], useLeftmostIP: false })
  expect(json).not.toHaveProperty('unknown')
  expect(json.meta).toEqual(before.meta)
  await patch(app, { trustedProxy: { headers: [] } })
  expect((await read(app)).trustedProxy.headers).toEqual([])
})

test('data §8.2 secrets are kept, never shown, and cleared by an empty text', async () => {
  const app = await testApp()
  const s3 = {
    enabled: true,
    bucket: 'b',
    region: 'r',
    endpoint: 'https://s3.example.com',
    accessKey: 'k',
    secret: 'hush',
  }
  const reply = await patch(app, { smtp: { password: 'hush' }, s3, backups: { s3 } })
  expect(reply.status).toBe(200)
  expect(reply.text + JSON.stringify(await read(app))).not.toMatch(/hush|"secret"|"password"/)
  expect((await patch(app, { s3: { bucket: 'other' } })).status).toBe(200)
  expect(app.app.house.settings.current.s3).toMatchObject({ bucket: 'other', secret: 'hush' })
  const cleared = await patch(app, { s3: { secret: '' } })
  expect(codeAt(cleared.json.data, 's3.secret')).toBe('validation_required')
  expect(app.app.house.settings.current.s3.secret).toBe('hush')
})

const rule = { label: '/api/', audience: '', duration: 1, maxRequests: 1 }
test.each<[string, object, string]>([
  ['superuserIPs.1', { superuserIPs: ['10.0.0.0/8', '10.0.0'] }, 'validation_invlaid_ip_or_subnet'],
  ['superuserIPs.0', { superuserIPs: [''] }, 'validation_required'],
  ['superuserIPs.0', { superuserIPs: ['::1/129'] }, 'validation_invlaid_ip_or_subnet'],
  ['rateLimits.excludedIPs.0', { rateLimits: { excludedIPs: ['x'] } }, 'validation_invlaid_ip_or_subnet'],
  ['meta.accentColor', { meta: { accentColor: '#12345' } }, 'validation_length_invalid'],
  ['meta.accentColor', { meta: { accentColor: '#12345x' } }, 'validation_is_hex_color'],
  ['meta.appName', { meta: { appName: '' } }, 'validation_required'],
  ['meta.senderName', { meta: { senderName: 'x'.repeat(256) } }, 'validation_length_out_of_range'],
  ['meta.appURL', { meta: { appURL: 'not a url' } }, 'validation_is_url'],
  ['meta.appURL', { meta: { appURL: 'word' } }, 'validation_is_url'],
  ['meta.appURL', { meta: { appURL: 'gopher://example.com' } }, 'validation_is_url'],
  ['meta.senderAddress', { meta: { senderAddress: 'x@' } }, 'validation_is_email'],
  ['logs.maxDays', { logs: { maxDays: -1 } }, 'validation_min_greater_equal_than_required'],
  ['smtp.host', { smtp: { enabled: true, host: '' } }, 'validation_required'],
  ['smtp.host', { smtp: { host: 'a b' } }, 'validation_is_host'],
  ['smtp.port', { smtp: { enabled: true, port: 0 } }, 'validation_required'],
  ['smtp.authMethod', { smtp: { authMethod: 'MD5' } }, 'validation_in_invalid'],
  ['s3.bucket', { s3: { enabled: true } }, 'validation_required'],
  ['backups.s3.endpoint', { backups: { s3: { enabled: true, endpoint: '::' } } }, 'validation_is_url'],
  ['backups.cron', { backups: { cron: '61 * * * *' } }, 'validation_invalid_cron'],
  ['backups.cronMaxKeep', { backups: { cron: '0 3 * * 1-5', cronMaxKeep: 0 } }, 'validation_required'],
  ['batch.maxRequests', { batch: { enabled: true, maxRequests: 0 } }, 'validation_required'],
  ['batch.timeout', { batch: { timeout: -1 } }, 'validation_min_greater_equal_than_required'],
  ['rateLimits.rules', { rateLimits: { enabled: true, rules: [] } }, 'validation_required'],
  [
    'rateLimits.rules.0.label',
    { rateLimits: { rules: [{ ...rule, label: 'a b' }] } },
    'validation_match_invalid',
  ],
  [
    'rateLimits.rules.0.duration',
    { rateLimits: { rules: [{ ...rule, duration: 0 }] } },
    'validation_required',
  ],
  [
    'rateLimits.rules.0.audience',
    { rateLimits: { rules: [{ ...rule, audience: 'x' }] } },
    'validation_in_invalid',
  ],
  [
    'rateLimits.rules.1.label',
    { rateLimits: { rules: [rule, { ...rule, audience: '@auth' }] } },
    'validation_conflicting_rate_limit_rule',
  ],
])('data §8.2 %s of %j is %s', async (path, body, code) => {
  const app = await testApp()
  const before = await read(app)
  const reply = await patch(app, body)
  expect(reply.status).toBe(400)
  expect(codeAt(reply.json.data, path)).toBe(code)
  expect(await read(app)).toEqual(before)
})

test('data §8.2 what is of another JSON type is 400 without a field', async () => {
  const app = await testApp()
  for (const body of [
    [],
    'x',
    { batch: 1 },
    { batch: { enabled: 'yes' } },
    { smtp: { port: 1.5 } },
    { superuserIPs: [1] },
  ]) {
    const reply = await patch(app, typeof body === 'string' ? '"x"' : body)
    expect([reply.status, reply.json.data]).toEqual([400, {}])
  }
})

test('data §8.2 good time tables, addresses and rules of one label for guests and accounts pass', async () => {
  const app = await testApp()
  expect((await patch(app, { backups: { cron: '@daily' } })).status).toBe(200)
  const reply = await patch(app, {
    superuserIPs: ['127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/8'],
    backups: { cron: '*/15 0-6,22 1 * 0' },
    smtp: { enabled: true, host: '127.0.0.1', authMethod: 'LOGIN' },
    meta: { appURL: 'https://warung.example/app' },
    rateLimits: {
      enabled: true,
      rules: [
        { ...rule, audience: '@guest' },
        { ...rule, audience: '@auth' },
      ],
    },
  })
  expect(reply.status).toBe(200)
  // The list counts at once: a request without a socket comes from no address, so from none of these.
  expect((await patch(app, {})).status).toBe(403)
})

test('data §8.2 what another version stored beside the settings is kept, and a restart reads all', async () => {
  const app = await testApp()
  await app.app.house.storage.write((tx) =>
    tx.run(
      `insert into _params (id, value, created, updated) values ('settings', '{"later":{"a":1},"batch":{"later":2}}', '', '')`,
      [],
    ),
  )
  await patch(app, { batch: { enabled: true } })
  const row = await app.app.house.storage.hot.get(`select value from _params where id = 'settings'`, [])
  const stored: unknown = JSON.parse(String(row?.[0]))
  expect(stored).toMatchObject({ later: { a: 1 }, batch: { later: 2, enabled: true, maxRequests: 50 } })
})

test('data §8.2 a renamed collection takes its rate limits along', async () => {
  const app = await testApp()
  await app.collection({ name: 'posts', type: 'base' })
  const rules = [
    { ...rule, label: 'posts:create' },
    { ...rule, label: '/posts' },
  ]
  await patch(app, { rateLimits: { rules } })
  await app.call('PATCH', '/api/collections/posts', { token: app.superuser, body: { name: 'articles' } })
  expect((await read(app)).rateLimits.rules.map(({ label }: { label: string }) => label)).toEqual([
    'articles:create',
    '/posts',
  ])
})
