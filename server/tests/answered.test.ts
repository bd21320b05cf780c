import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import type { AnsweredRequest } from '../ops/answered-request.ts'
import { testApp, type TestApp } from './test-app.ts'

interface Heard extends Pick<AnsweredRequest, 'method' | 'url' | 'route' | 'status' | 'isQuiet'> {
  readonly actor: string
  readonly failed: boolean
}

/** An app, and what a listener heard of its requests. */
async function heardApp(): Promise<TestApp & { readonly heard: Heard[] }> {
  const app = await testApp()
  const heard: Heard[] = []
  app.app.house.answered.push(({ method, url, route, status, isQuiet, actor, error, duration }) => {
    expect(duration).toBeGreaterThanOrEqual(0)
    heard.push({ method, url, route, status, isQuiet, actor: actor.kind, failed: error !== undefined })
  })
  return { ...app, heard }
}

test('a listener is told of every answered request, once: where it went, who asked, what came of it', async () => {
  const { call, superuser, heard, collection } = await heardApp()
  await collection({ name: 'notes', type: 'base', fields: [{ name: 'title', type: 'text' }] })
  await call('GET', '/api/collections/notes/records?sort=title', { token: superuser })
  await call('GET', '/api/collections/notes/records/missing')
  await call('POST', '/api/collections/notes/records', { token: superuser, body: { title: 'Soto' } })
  await call('HEAD', '/api/health')
  await call('OPTIONS', '/api/health')
  await call('GET', '/api/nowhere')
  const usual = { isQuiet: false, failed: false }
  expect(heard).toEqual([
    {
      ...usual,
      method: 'POST',
      url: '/api/collections',
      route: '/api/collections',
      status: 200,
      actor: 'superuser',
    },
    {
      ...usual,
      method: 'GET',
      url: '/api/collections/notes/records?sort=title',
      route: '/api/collections/:collection/records',
      status: 200,
      actor: 'superuser',
    },
    {
      ...usual,
      method: 'GET',
      url: '/api/collections/notes/records/missing',
      route: '/api/collections/:collection/records/:id',
      status: 403,
      actor: 'guest',
      failed: true,
    },
    {
      ...usual,
      method: 'POST',
      url: '/api/collections/notes/records',
      route: '/api/collections/:collection/records',
      status: 200,
      actor: 'superuser',
    },
    { ...usual, method: 'HEAD', url: '/api/health', route: '/api/health', status: 200, actor: 'guest' },
    { ...usual, method: 'OPTIONS', url: '/api/health', route: '', status: 204, actor: 'guest' },
    {
      ...usual,
      method: 'GET',
      url: '/api/nowhere',
      route: '',
      status: 404,
      actor: 'guest',
      failed: true,
    },
  ])
})

test('what writes its own answer is told of too, and says that its success is nothing for the logs', async () => {
  const { call, heard } = await heardApp()
  await call('GET', '/api/oauth2-redirect?state=x&code=y')
  await call('GET', '/_/no-such-file.js')
  await call('GET', '/api/realtime')
  await call('GET', '/api/files/notes/x/y.png')
  expect(heard.map(({ route, status, isQuiet, failed }) => [route, status, isQuiet, failed])).toEqual([
    ['/api/oauth2-redirect', 307, true, false],
    ['/_/*', 404, true, true],
    ['/api/realtime', 404, true, true],
    ['/api/files/:collection/:record/:name', 404, false, true],
  ])
})

test('a listener that fails is no trouble of whoever asked, nor of the others', async () => {
  const { call, app, heard } = await heardApp()
  app.house.answered.unshift(() => {
    throw new Error('a broken listener')
  })
  expect((await call('GET', '/api/health')).status).toBe(200)
  expect(heard).toHaveLength(1)
})

test('an answer that is there at once stays so: nobody who listens makes a promise of it', async () => {
  const { app, record, collection, heard } = await heardApp()
  await collection({
    name: 'notes',
    type: 'base',
    viewRule: '',
    fields: [{ name: 'title', type: 'text' }],
  })
  const { id } = await record('notes', { title: 'Soto' })
  heard.length = 0
  const answer = app.fetch(new Request(`http://dapur.test/api/collections/notes/records/${id}`))
  expect(answer).toBeInstanceOf(Response)
  expect(heard).toHaveLength(1)
})

test('a WebSocket that is turned away is told of, one that is let in is not', async () => {
  const { app, heard } = await heardApp()
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const knock = (protocol: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`${server.address.replace('http', 'ws')}/api/realtime?a=b`, protocol)
      socket.addEventListener('open', () => {
        resolve('open')
        socket.close()
      })
      socket.addEventListener('error', () => resolve('error'))
    })
  expect(await knock('dapur.v1')).toBe('open')
  expect(await knock('graphql-ws')).toBe('error')
  expect(heard).toEqual([
    {
      method: 'GET',
      url: '/api/realtime?a=b',
      route: '',
      status: 400,
      isQuiet: false,
      actor: 'guest',
      failed: true,
    },
  ])
})
