import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { on } from '../hooks/on.ts'
import { logApp } from './log-app.ts'
import { testPassword } from './test-app.ts'

test('data §8.6 services §6.1 a request leaves an entry with exactly the keys of the contract', async () => {
  const { call, superuser, entries } = await logApp()
  await call('GET', '/api/health?note=a%20b', {
    token: superuser,
    headers: { 'user-agent': 'Soto/1.0', referer: 'https://example.com/page' },
  })
  expect(await entries()).toEqual([
    {
      id: expect.stringMatching(/^[a-z0-9]{15}$/),
      created: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z$/),
      level: 0,
      message: 'GET /api/health?note=a b',
      data: {
        type: 'request',
        execTime: expect.any(Number),
        url: '/api/health?note=a%20b',
        method: 'GET',
        status: 200,
        referer: 'https://example.com/page',
        userAgent: 'Soto/1.0',
        auth: '_superusers',
        userIP: '',
        remoteIP: '',
      },
    },
  ])
})

test('services §6.1 an error is an entry of level 8, with what was said and what lies behind it', async () => {
  const { call, superuser, collection, entries } = await logApp()
  await collection({
    name: 'notes',
    type: 'base',
    createRule: '',
    fields: [{ name: 'title', type: 'text', required: true }],
  })
  await call('POST', '/api/collections/notes/records', { body: {} })
  await call('GET', '/api/nowhere')
  await call('GET', '/api/collections/notes/records?filter=%28', { token: superuser })
  await call('GET', '/api/%E0%A4%A')
  const found = await entries('level = 8')
  expect(found.map(({ message, data }) => [message, data['status'], data['error'], data['details']])).toEqual(
    [
      [
        'POST /api/collections/notes/records',
        400,
        expect.stringContaining('not valid'),
        { title: { code: 'validation_required', message: expect.any(String) } },
      ],
      ['GET /api/nowhere', 404, 'There is nothing at this address.', undefined],
      [
        'GET /api/collections/notes/records?filter=(',
        400,
        expect.stringContaining('filter'),
        { filter: expect.objectContaining({ code: 'validation_invalid_filter' }) },
      ],
      ['GET /api/%E0%A4%A', 404, expect.any(String), undefined],
    ],
  )
})

test('services §6.1 what nobody foresaw is logged with its own words, of which the caller learns none', async () => {
  const { call, collection, entries } = await logApp({
    hooks: [
      on('record.create', 'notes', () => {
        throw new Error('the roof is on fire')
      }),
    ],
  })
  await collection({ name: 'notes', type: 'base', createRule: '', fields: [] })
  const reply = await call('POST', '/api/collections/notes/records', { body: {} })
  expect(reply.status).toBe(500)
  expect(reply.text).not.toContain('roof')
  const found = await entries('level = 8')
  expect(found.map(({ message }) => message)).toEqual([
    'a request failed',
    'POST /api/collections/notes/records',
  ])
  expect(found[1]?.data).toMatchObject({ error: 'the roof is on fire', status: 500 })
})

test('services §6.1 successes of the logs, the redirect and the admin UI leave nothing; their failures do', async () => {
  const { call, superuser, entries } = await logApp()
  const quiet = ['/api/logs', '/api/logs/stats', '/api/oauth2-redirect?state=a&code=b', '/', '/_']
  for (const path of quiet) await call('GET', path, { token: superuser })
  await call('OPTIONS', '/api/health')
  expect(await entries()).toEqual([])
  for (const path of ['/api/logs', '/api/logs/missing', '/api/realtime', '/_/missing.js'])
    await call('GET', path)
  expect((await entries()).map(({ level, data }) => [level, data['url'], data['status']])).toEqual([
    [8, '/api/logs', 401],
    [8, '/api/logs/missing', 401],
    [8, '/api/realtime', 404],
    [8, '/_/missing.js', 404],
  ])
})

test('services §6.1 addresses and names are kept as the settings say', async () => {
  const { app, superuser, entries, settings } = await logApp()
  await settings({ logAuthId: true })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const ask = () =>
    fetch(`${server.address}/api/health`, {
      headers: { authorization: superuser, 'x-real-ip': '203.0.113.7' },
    })
  await ask()
  const trusting = { trustedProxy: { headers: ['X-Real-IP'] } }
  await fetch(`${server.address}/api/settings`, {
    method: 'PATCH',
    headers: { authorization: superuser, 'content-type': 'application/json' },
    body: JSON.stringify(trusting),
  })
  await ask()
  await settings({ logIP: false, logAuthId: false })
  await ask()
  const found = await entries('data.url = "/api/health"')
  expect(
    found.map(({ data }) => [data['userIP'], data['remoteIP'], data['auth'], typeof data['authId']]),
  ).toEqual([
    ['127.0.0.1', '127.0.0.1', '_superusers', 'string'],
    ['203.0.113.7', '127.0.0.1', '_superusers', 'string'],
    [undefined, undefined, '_superusers', 'undefined'],
  ])
})

test('services §6.1 long addresses and headers are cut', async () => {
  const { call, entries } = await logApp()
  const long = 'x'.repeat(3500)
  await call('GET', `/api/health?a=${long}`, { headers: { 'user-agent': long, referer: long } })
  const [entry] = await entries()
  expect(entry?.data).toMatchObject({
    url: `/api/health?a=${'x'.repeat(3000 - '/api/health?a='.length)}...`,
    userAgent: `${'x'.repeat(2000)}...`,
    referer: `${'x'.repeat(2000)}...`,
  })
  expect(entry?.message).toBe(`GET ${String(entry?.data['url'])}`)
})

test('services §6.1 minLevel keeps successes out, maxDays = 0 keeps everything out', async () => {
  const { call, app, entries, settings } = await logApp()
  await settings({ minLevel: 8 })
  await call('GET', '/api/health')
  await call('GET', '/api/nowhere')
  app.house.log.warn({}, 'not kept')
  expect((await entries()).map(({ message }) => message)).toEqual(['GET /api/nowhere'])
  await settings({ minLevel: 0, maxDays: 0 })
  await call('GET', '/api/nowhere')
  app.house.log.error({}, 'not kept')
  expect(await entries()).toEqual([])
})

test('services §6.1 what the server says about itself is kept beside the requests, by minLevel', async () => {
  const { app, entries, settings } = await logApp()
  const circle: Record<string, unknown> = {}
  circle['itself'] = circle
  app.house.log.debug({}, 'too quiet')
  app.house.log.info({ count: 3 }, 'some files were removed')
  app.house.log.warn({ err: new Error('no route', { cause: new Error('DNS') }) }, 'a mail could not be sent')
  app.house.log.error(circle, 'a circle')
  expect(await entries()).toMatchObject([
    { level: 0, message: 'some files were removed', data: { count: 3 } },
    {
      level: 4,
      message: 'a mail could not be sent',
      data: { err: { message: 'no route', cause: 'DNS', stack: expect.stringContaining('logs.test.ts') } },
    },
    { level: 8, message: 'a circle', data: { unreadable: expect.stringContaining('circular') } },
  ])
  await settings({ minLevel: -4 })
  app.house.log.debug({}, 'loud enough')
  expect(await entries('level = -4')).toHaveLength(1)
})

test('services §6.1 a sign-in that asks for its second factor is no error', async () => {
  const { call, superuser, record, entries } = await logApp()
  const users = '/api/collections/users'
  await record('users', {
    email: 'siti@example.com',
    password: testPassword,
    passwordConfirm: testPassword,
    verified: true,
  })
  await call('PATCH', users, {
    token: superuser,
    body: { otp: { enabled: true }, mfa: { enabled: true } },
  })
  const path = `${users}/auth-with-password`
  const sign = (password: string) => call('POST', path, { body: { identity: 'siti@example.com', password } })
  expect(await sign(testPassword)).toMatchObject({ status: 401, json: { mfaId: expect.any(String) } })
  expect((await sign('wrong-password')).status).toBe(400)
  const found = await entries('message ~ "auth-with-password"')
  expect(found.map(({ level, data }) => [level, data['status']])).toEqual([
    [0, 401],
    [8, 400],
  ])
})
