import { createAdaptorServer } from '@hono/node-server'
import { expect, test } from 'vitest'
import { testApp } from './test-app.ts'

const notes = {
  name: 'notes',
  type: 'base',
  listRule: '',
  viewRule: '',
  createRule: '',
  fields: [{ name: 'text', type: 'text' }],
}

test('data §1.1 services §0.4 an unknown route and an unknown method are both 404 in JSON', async () => {
  const { call } = await testApp()
  for (const [method, path] of [
    ['GET', '/api/nothing'],
    ['PUT', '/api/health'],
    ['GET', '/nothing'],
    ['POST', '/api/health/'],
  ] as const) {
    const reply = await call(method, path)
    expect(reply.status).toBe(404)
    expect(reply.json).toEqual({ data: {}, message: expect.stringMatching(/\.$/), status: 404 })
    expect(reply.headers.get('content-type')).toBe('application/json')
  }
})

test('data §1.1 services §0.4 HEAD works on every GET route, without a body', async () => {
  const { call } = await testApp()
  const reply = await call('HEAD', '/api/health')
  expect(reply.status).toBe(200)
  expect(reply.text).toBe('')
})

test('data §1.1 services §0.4 JSON answers end with a line feed', async () => {
  const { call } = await testApp()
  expect((await call('GET', '/api/health')).text).toMatch(/\}\n$/)
})

test('data §1.2 every answer carries the security headers', async () => {
  const { call } = await testApp()
  for (const path of ['/api/health', '/api/nothing']) {
    const { headers } = await call('GET', path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
    expect(headers.get('x-xss-protection')).toBe('1; mode=block')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('vary')).toContain('Origin')
  }
})

test('data §1.3 services §0.5 a bad token is a guest: 401 where one has to sign in, 403 for the wrong account', async () => {
  const { call, record, signIn, superuser } = await testApp()
  await record('users', {
    email: 'siti@example.com',
    password: 'sambal-terasi-9',
    passwordConfirm: 'sambal-terasi-9',
  })
  const user = await signIn('users', 'siti@example.com')
  expect((await call('GET', '/api/collections')).status).toBe(401)
  expect((await call('GET', '/api/collections', { token: 'nonsense' })).status).toBe(401)
  expect((await call('GET', '/api/collections', { token: `${superuser}x` })).status).toBe(401)
  expect((await call('GET', '/api/collections', { token: `Basic ${superuser}` })).status).toBe(401)
  expect((await call('GET', '/api/collections', { token: user })).status).toBe(403)
  expect((await call('GET', '/api/collections', { token: superuser })).status).toBe(200)
  expect((await call('GET', '/api/collections', { token: `bearer ${superuser}` })).status).toBe(200)
})

test('data §1.4 CORS: everyone by default, preflights everywhere, a list when one is given', async () => {
  const open = await testApp()
  const anyOrigin = { headers: { origin: 'https://app.example' } }
  expect((await open.call('GET', '/api/health', anyOrigin)).headers.get('access-control-allow-origin')).toBe(
    '*',
  )
  expect((await open.call('GET', '/api/health')).headers.get('access-control-allow-origin')).toBeNull()
  const preflight = await open.call('OPTIONS', '/api/collections/x/records', {
    headers: { origin: 'https://app.example', 'access-control-request-headers': 'x-token' },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET,HEAD,PUT,PATCH,POST,DELETE')
  expect(preflight.headers.get('access-control-allow-headers')).toBe('x-token')

  const listed = await testApp({ origins: ['https://*.example.com'] })
  const allowed = async (origin: string) =>
    (await listed.call('GET', '/api/health', { headers: { origin } })).headers.get(
      'access-control-allow-origin',
    )
  expect(await allowed('https://shop.example.com')).toBe('https://shop.example.com')
  for (const origin of [
    'https://evil-example.com',
    'http://shop.example.com',
    'https://shop.example.com.evil.io',
    'null',
  ]) {
    expect(await allowed(origin)).toBeNull()
  }
})

test('data §1.5 services §0.1 an error keeps to its envelope, and tells nothing of what is inside', async () => {
  const { call } = await testApp()
  const reply = await call('GET', '/api/collections/nothing/records')
  expect(Object.keys(reply.json).toSorted()).toEqual(['data', 'message', 'status'])
})

test('data §1.6 services §7.2 a body that cannot be read is 400, one that is too long 413, and changes nothing', async () => {
  const { call, collection } = await testApp()
  await collection(notes)
  const path = '/api/collections/notes/records'
  for (const body of ['{"text":', '[1]', '"text"', '12']) {
    const reply = await call('POST', path, { body })
    expect(reply.status).toBe(400)
    expect(reply.json.data).toEqual({})
  }
  expect((await call('POST', path, { body: 'text', headers: { 'content-type': 'text/plain' } })).status).toBe(
    400,
  )
  expect((await call('POST', path, { body: `{"text":"${'x'.repeat(33 * 1024 * 1024)}"}` })).status).toBe(413)
  expect((await call('POST', '/api/collections/nothing/records', { body: '{' })).status).toBe(404)
  expect((await call('GET', path)).json.totalItems).toBe(0)
})

test('data §1.6 names such as __proto__ in a body are names like any other', async () => {
  const { call, collection } = await testApp()
  await collection(notes)
  const body = '{"text":"a","__proto__":{"text":"b"},"constructor":{"prototype":{"x":1}}}'
  const reply = await call('POST', '/api/collections/notes/records', { body })
  expect(reply.json.text).toBe('a')
  expect(({} as { x?: number }).x).toBeUndefined()
})

test('data §1.8 a page that is no number is 400, one out of bounds is brought back', async () => {
  const { call, collection } = await testApp()
  await collection(notes)
  const path = '/api/collections/notes/records'
  expect((await call('GET', `${path}?page=x`)).status).toBe(400)
  expect((await call('GET', `${path}?perPage=1.5`)).status).toBe(400)
  expect((await call('GET', `${path}?skipTotal=maybe`)).status).toBe(400)
  expect((await call('GET', `${path}?page=-1&perPage=0`)).json).toMatchObject({ page: 1, perPage: 30 })
  expect((await call('GET', `${path}?perPage=5000`)).json).toMatchObject({ perPage: 1000 })
})

test('reads answer in the call itself, with headers that the socket can write as they are', async () => {
  const { app, collection, record } = await testApp()
  await collection(notes)
  const { id } = await record('notes', { text: 'a' })
  // Making a server puts the adapter's own Response in place of the platform's: the one with the short way.
  createAdaptorServer({ fetch: app.fetch })
  for (const path of [
    '/api/health',
    `/api/collections/notes/records/${id}`,
    '/api/collections/notes/records?skipTotal=1',
  ]) {
    const response = app.fetch(new Request(`http://dapur.test${path}`))
    expect(response).not.toBeInstanceOf(Promise)
    const kept = Object.getOwnPropertySymbols(response).flatMap(
      (symbol) => Reflect.get(response, symbol) as unknown,
    )
    const headers = kept.find((part) => typeof part === 'object' && part !== null && 'content-type' in part)
    expect(headers).toBeDefined()
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype)
    expect(Object.isFrozen(headers)).toBe(true)
  }
})
