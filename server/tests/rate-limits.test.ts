import { request } from 'node:http'
import { connect } from 'node:net'
import PocketBase, { ClientResponseError } from 'pocketbase'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { limited, NOTES } from './limited-app.ts'

test('data §1.9 services §7.1 off by default', async () => {
  const { status } = await limited()
  for (let at = 0; at < 25; at++) expect(await status('POST', NOTES, { body: {} })).toBe(200)
})

test('services §7.1 so many in a window that begins with the first; other addresses have their own', async () => {
  const { status, limit, pass } = await limited()
  await limit([{ label: '/api/health', maxRequests: 2 }])
  const ask = () => status('GET', '/api/health')
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429])
  expect(await status('GET', '/api/health', { ip: '10.0.0.2' })).toBe(200)
  pass(9.9)
  expect(await ask()).toBe(429)
  pass(0.1)
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429])
})

test('services §7.1 the refusal is the standard error, and says nothing of when to come again', async () => {
  const { call, limit } = await limited()
  await limit([{ label: '/api/health' }])
  await call('GET', '/api/health')
  const { status, json, headers } = await call('GET', '/api/health')
  expect([status, json]).toEqual([429, { data: {}, message: expect.any(String), status: 429 }])
  expect([...headers.keys()].filter((name) => /retry|limit/.test(name))).toEqual([])
})

test('services §7.1 superusers and excluded addresses are never counted', async () => {
  const { status, limit, superuser } = await limited()
  await limit([{ label: '/api/' }], { excludedIPs: ['10.0.0.7', '192.168.0.0/16'] })
  for (let at = 0; at < 3; at++) {
    expect(await status('GET', '/api/health', { token: superuser })).toBe(200)
    for (const ip of ['10.0.0.7', '192.168.3.4', '::ffff:192.168.3.4'])
      expect(await status('GET', '/api/health', { ip })).toBe(200)
  }
  expect(await status('GET', '/api/health')).toBe(200)
  expect(await status('GET', '/api/health')).toBe(429)
})

test('services §7.1 the audience: guests and accounts', async () => {
  const { status, limit, signIn } = await limited()
  const token = await signIn('users', 'siti@example.com')
  await limit([
    { label: '/api/health', audience: '@guest', maxRequests: 1 },
    { label: '/api/health', audience: '@auth', maxRequests: 2 },
  ])
  const [guest, account] = [() => status('GET', '/api/health'), () => status('GET', '/api/health', { token })]
  expect([await guest(), await guest()]).toEqual([200, 429])
  expect([await account(), await account(), await account()]).toEqual([200, 200, 429])
})

test('services §7.1 counts begin anew when the settings change', async () => {
  const { status, limit } = await limited()
  const rules = [{ label: '/api/health' }]
  await limit(rules)
  expect([await status('GET', '/api/health'), await status('GET', '/api/health')]).toEqual([200, 429])
  await limit(rules)
  expect(await status('GET', '/api/health')).toBe(200)
})

describe('services §7.1 collections', () => {
  const actions: readonly (readonly [action: string, method: string, path: string, body?: unknown])[] = [
    ['list', 'GET', NOTES],
    ['view', 'GET', `${NOTES}/nothing`],
    ['create', 'POST', NOTES, {}],
    ['update', 'PATCH', `${NOTES}/nothing`, {}],
    ['delete', 'DELETE', `${NOTES}/nothing`],
    ['file', 'GET', '/api/files/notes/nothing/a.txt'],
    ['listAuthMethods', 'GET', '/api/collections/users/auth-methods'],
    ['authRefresh', 'POST', '/api/collections/users/auth-refresh'],
    ['authWithPassword', 'POST', '/api/collections/users/auth-with-password', {}],
    ['authWithOAuth2', 'POST', '/api/collections/users/auth-with-oauth2', {}],
    ['requestOTP', 'POST', '/api/collections/users/request-otp', {}],
    ['authWithOTP', 'POST', '/api/collections/users/auth-with-otp', {}],
    ['requestPasswordReset', 'POST', '/api/collections/users/request-password-reset', {}],
    ['confirmPasswordReset', 'POST', '/api/collections/users/confirm-password-reset', {}],
    ['requestVerification', 'POST', '/api/collections/users/request-verification', {}],
    ['confirmVerification', 'POST', '/api/collections/users/confirm-verification', {}],
    ['requestEmailChange', 'POST', '/api/collections/users/request-email-change', {}],
    ['confirmEmailChange', 'POST', '/api/collections/users/confirm-email-change', {}],
    ['authWithPasskey', 'POST', '/api/collections/users/auth-with-passkey', {}],
    ['authWithTOTP', 'POST', '/api/collections/users/auth-with-totp', {}],
    ['authAnonymous', 'POST', '/api/collections/users/auth-anonymous', {}],
  ]

  test('every action has its label, by name and for all, and is counted before anything else is looked at', async () => {
    const { status, limit } = await limited()
    for (const [action, method, path, body] of actions) {
      const name = path.includes('users') ? 'users' : 'notes'
      for (const label of [`${name}:${action}`, `*:${action}`]) {
        await limit([{ label }])
        const first = await status(method, path, { body })
        expect([label, first]).not.toEqual([label, 429])
        expect([label, await status(method, path, { body })]).toEqual([label, 429])
      }
      await limit([{ label: `other:${action}` }, { label: '*:other' }])
      for (let at = 0; at < 2; at++)
        expect([action, await status(method, path, { body })]).not.toEqual([action, 429])
    }
  })

  test('"auth" is every way to sign in, and each is counted for itself in each collection', async () => {
    const { status, limit, collection } = await limited()
    await collection({ name: 'cooks', type: 'auth' })
    await limit([{ label: '*:auth' }])
    for (const name of ['users', 'cooks'])
      for (const way of ['password', 'oauth2', 'otp', 'passkey', 'totp']) {
        const path = `/api/collections/${name}/auth-with-${way}`
        expect(await status('POST', path, { body: {} })).not.toBe(429)
        expect(await status('POST', path, { body: {} })).toBe(429)
      }
    await limit([{ label: '*:auth' }, { label: 'users:authWithPassword', maxRequests: 2 }])
    const path = '/api/collections/users/auth-with-password'
    const statuses = []
    for (let at = 0; at < 3; at++) statuses.push(await status('POST', path, { body: {} }))
    expect(statuses).toEqual([400, 400, 429])
  })

  test('an id, another letter case and another spelling are the same collection', async () => {
    const { status, limit, app } = await limited()
    await limit([{ label: 'notes:list' }])
    const id = app.house.catalog.current.find('notes')?.id ?? ''
    expect(await status('GET', NOTES)).toBe(200)
    for (const name of [id, 'NOTES', 'n%6ftes'])
      expect(await status('GET', `/api/collections/${name}/records?page=2`)).toBe(429)
    expect(await status('GET', '/api/collections/tasks/records')).toBe(200)
  })

  test('a prefix is one count for all that falls to it; a label goes before it', async () => {
    const { status, limit } = await limited()
    await limit([
      { label: '/api/', maxRequests: 2 },
      { label: '*:create', maxRequests: 1 },
    ])
    expect(await status('GET', NOTES)).toBe(200)
    expect(await status('GET', '/api/collections/tasks/records')).toBe(200)
    expect(await status('GET', '/api/health')).toBe(429)
    expect(await status('GET', '/api/nothing')).toBe(429)
    expect(await status('POST', NOTES, { body: {} })).toBe(200)
    expect(await status('POST', '/api/collections/tasks/records', { body: {} })).toBe(200)
    expect(await status('POST', NOTES, { body: {} })).toBe(429)
  })

  test('services §5.2 a renamed collection takes its rules along', async () => {
    const { status, limit, call, superuser } = await limited()
    await limit([{ label: 'notes:list' }])
    await call('PATCH', '/api/collections/notes', { token: superuser, body: { name: 'papers' } })
    const path = '/api/collections/papers/records'
    expect([await status('GET', path), await status('GET', path)]).toEqual([200, 429])
  })

  test('an unknown collection counts by its address', async () => {
    const { status, limit } = await limited()
    await limit([{ label: '*:list' }, { label: '/api/', maxRequests: 1 }])
    const path = '/api/collections/nothing/records'
    expect([await status('GET', path), await status('GET', path)]).toEqual([404, 429])
  })
})

test('services §0.5 limits come before the guards', async () => {
  const { status, limit } = await limited()
  await limit([{ label: '/api/settings' }])
  expect([await status('GET', '/api/settings'), await status('GET', '/api/settings')]).toEqual([401, 429])
})

test('other doors count too: event streams, redirects, the admin UI and what is not there', async () => {
  const { status, limit } = await limited()
  for (const path of ['/api/oauth2-redirect', '/api/realtime', '/_/nothing', '/nothing']) {
    await limit([{ label: path }])
    const first = await status('GET', path)
    expect(first).not.toBe(429)
    expect([path, await status('GET', path)]).toEqual([path, 429])
  }
})

test('handshakes of sockets count as requests for their address', async () => {
  const { app, limit } = await limited()
  await limit([{ label: '/api/realtime' }])
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  }
  const shake = (): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const sent = request(`${server.address}/api/realtime`, { headers, agent: false })
      sent.on('upgrade', ({ statusCode }, socket) => {
        socket.destroy()
        resolve(statusCode)
      })
      sent.on('response', ({ statusCode }) => resolve(statusCode))
      sent.on('error', reject).end()
    })
  expect([await shake(), await shake()]).toEqual([101, 429])
})

test('what is refused is not read', async () => {
  const { app, limit } = await limited()
  await limit([{ label: '*:create' }])
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const { port } = new URL(server.address)
  const length = 20 * 1024 * 1024
  const head = `POST ${NOTES} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`
  const first = await fetch(`${server.address}${NOTES}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(first.status).toBe(200)
  // No byte of the body is ever sent: an answer that waited for one would not come.
  const socket = connect(Number(port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.write(`${head}content-length: ${length}\r\n\r\n`)
  const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
  expect(answer).toMatch(/^HTTP\/1\.1 429 /)
  expect(answer.toLowerCase()).toContain('connection: close')
})

test('the official SDK sees 429 as its ClientResponseError', async () => {
  const { app, limit } = await limited()
  await limit([{ label: 'notes:list' }])
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const pb = new PocketBase(server.address)
  pb.autoCancellation(false)
  await pb.collection('notes').getList()
  const error = await pb
    .collection('notes')
    .getList()
    .catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ClientResponseError)
  expect(error).toMatchObject({ status: 429, response: { data: {}, status: 429 } })
})
