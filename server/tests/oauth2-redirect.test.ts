import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { streamApp, type StreamApp } from './event-stream.ts'
import { USERS } from './oauth-app.ts'
import { oidcProvider } from './oidc-provider.ts'

const PATH = '/api/oauth2-redirect'
const [SUCCESS, FAILURE] = ['success', 'failure'].map((end) => `../_/#/auth/oauth2-redirect-${end}`)

type Query = Readonly<Record<string, string>>

function visit(app: StreamApp, query: Query, headers: Query = {}) {
  return app.send('GET', `${PATH}?${new URLSearchParams(query).toString()}`, { headers })
}

async function end(reply: ReturnType<typeof visit>): Promise<[number, string | null]> {
  const { status, headers } = await reply
  return [status, headers.get('location')]
}

test('services §2.5 a code reaches the client that waits for it, once', async () => {
  const app = await streamApp()
  const stream = await app.open()
  await stream.listen(['@oauth2', 'users/*'])
  const state = stream.clientId
  expect(await end(visit(app, { state, code: 'c1' }))).toEqual([307, SUCCESS])
  const event = await stream.next()
  expect(event).toEqual({ id: state, event: '@oauth2', data: { state, code: 'c1' } })
  expect(await end(visit(app, { state, code: 'c2' }))).toEqual([307, FAILURE])
  await stream.listen(['@oauth2'])
  expect(await end(visit(app, { state, code: 'c3' }))).toEqual([307, SUCCESS])
  expect((await stream.next()).data.code).toBe('c3')
})

test('services §2.5 an error, and a code that is missing, reach it too, and are no success', async () => {
  const app = await streamApp()
  const stream = await app.open()
  const state = stream.clientId
  await stream.listen(['@oauth2'])
  expect(await end(visit(app, { state, error: 'access_denied' }))).toEqual([307, FAILURE])
  expect((await stream.next()).data).toEqual({ state, code: '', error: 'access_denied' })
  await stream.listen(['@oauth2'])
  expect(await end(visit(app, { state }))).toEqual([307, FAILURE])
  expect((await stream.next()).data).toEqual({ state, code: '' })
  await stream.listen(['@oauth2'])
  expect(await end(visit(app, { state, code: 'c', error: 'odd' }))).toEqual([307, FAILURE])
})

test('A14 a state that is nobody’s, not waited on, or of another address leads nowhere', async () => {
  const app = await streamApp()
  const body = { trustedProxy: { headers: ['X-Real-IP'] } }
  await app.call('PATCH', '/api/settings', { token: app.superuser, body })
  const mine = { 'x-real-ip': '203.0.113.7' }
  const stream = await app.open(mine)
  const state = stream.clientId
  expect(await end(visit(app, { state, code: 'c' }, mine))).toEqual([307, FAILURE])
  await stream.listen(['@oauth2?x=1', '@OAUTH2', '@oauth2/'], { headers: mine })
  expect(await end(visit(app, { state, code: 'c' }, mine))).toEqual([307, FAILURE])
  await stream.listen(['@oauth2'], { headers: mine })
  for (const wrong of ['', 'x', state.slice(1), state.toLowerCase(), `${state} `, `${state}\0`])
    expect(await end(visit(app, { state: wrong, code: 'c' }, mine)), wrong).toEqual([307, FAILURE])
  expect(await end(visit(app, { state, code: 'c' }, { 'x-real-ip': '203.0.113.8' }))).toEqual([307, FAILURE])
  expect(await end(visit(app, { state, code: 'c' }, mine))).toEqual([307, SUCCESS])
  expect((await stream.next()).data.code).toBe('c')
  stream.response.destroy()
  await expect.poll(() => app.app.house.hub.size).toBe(0)
  expect(await end(visit(app, { state, code: 'c' }, mine))).toEqual([307, FAILURE])
})

test('A14 nothing in the request says where to go: 30 ways to try', async () => {
  const app = await streamApp()
  const names = [
    'redirect',
    'redirect_uri',
    'redirectURL',
    'url',
    'next',
    'return',
    'to',
    'target',
    'continue',
    'state',
  ]
  const targets = ['https://evil.example', '//evil.example', '/\\evil.example']
  for (const name of names)
    for (const target of targets)
      expect(
        await end(
          visit(
            app,
            { code: 'c', [name]: target },
            { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
          ),
        ),
      ).toEqual([307, FAILURE])
})

test('services §2.5 a HEAD does not use the code up', async () => {
  const app = await streamApp()
  const stream = await app.open()
  const state = stream.clientId
  await stream.listen(['@oauth2'])
  expect((await app.send('HEAD', `${PATH}?state=${state}&code=c`)).status).toBe(307)
  expect(await end(visit(app, { state, code: 'c' }))).toEqual([307, SUCCESS])
})

test('services §2.4 §2.5 Apple posts its form, with a name that is kept for a minute', async () => {
  const app = await streamApp()
  const provider = await oidcProvider('ES256')
  const config = provider.config({
    name: 'apple',
    userInfoURL: '',
    extra: { jwksURL: `${provider.url}/jwks`, issuers: [provider.url] },
  })
  const body = { oauth2: { enabled: true, providers: [config] } }
  expect((await app.call('PATCH', USERS, { token: app.superuser, body })).status).toBe(200)
  const stream = await app.open()
  await stream.listen(['@oauth2'])
  const code = provider.code()
  provider.user = { sub: 'a1', email: 'siti@example.com', email_verified: 'true' }
  const form = {
    state: stream.clientId,
    code: provider.code(),
    user: '{"name":{"firstName":"Siti","lastName":"R."}}',
  }
  const reply = await app.send('POST', PATH, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  })
  expect([reply.status, reply.headers.get('location')]).toEqual([303, SUCCESS])
  expect((await stream.next()).data).toEqual({ state: form.state, code: form.code })
  const signIn = (code: string) =>
    app.call('POST', `${USERS}/auth-with-oauth2`, { body: { provider: 'apple', code } })
  const { json } = await signIn(form.code)
  expect(json.record).toMatchObject({ name: 'Siti R.', email: 'siti@example.com', verified: true })
  expect(json.meta).toMatchObject({ id: 'a1', name: 'Siti R.', rawUser: { sub: 'a1' } })
  expect((await signIn(code)).status).toBe(400)
  // Somebody else's form leaves no name behind.
  await app.send('POST', PATH, { body: { ...form, state: 'x', code: 'c9' } })
  expect(provider.seen).not.toContain('GET /userinfo')
})

test('services §2.5 a WebSocket waits for a code as a stream does', async () => {
  const app = await streamApp()
  const socket = new WebSocket(app.address.replace('http', 'ws') + '/api/realtime', 'dapur.v1')
  const frames: { type: string; [key: string]: unknown }[] = []
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString())))
  await expect.poll(() => frames.length).toBe(1)
  const state = String(frames[0]?.['connection'])
  expect(await end(visit(app, { state, code: 'c' }))).toEqual([307, FAILURE])
  const ask = async (frame: object) => {
    const { length } = frames
    socket.send(JSON.stringify(frame))
    await expect.poll(() => frames.length).toBe(length + 1)
    return frames[length]
  }
  expect(await ask({ type: 'subscribe', id: 1, topic: '@oauth2' })).toMatchObject({ type: 'ok', id: 1 })
  expect(await ask({ type: 'subscribe', id: 1, topic: 'users/*' })).toMatchObject({ type: 'error', id: 1 })
  expect(await ask({ type: 'unsubscribe', id: 2, sub: 1 })).toMatchObject({ type: 'ok', id: 2 })
  expect(await end(visit(app, { state, code: 'c' }))).toEqual([307, FAILURE])
  await ask({ type: 'subscribe', id: 'o', topic: '@oauth2' })
  expect(await end(visit(app, { state, code: 'c' }))).toEqual([307, SUCCESS])
  await expect
    .poll(() => frames.at(-1))
    .toEqual({ type: 'message', sub: 'o', topic: '@oauth2', data: { state, code: 'c' } })
  // It cannot be steered by the POST that streams are steered by.
  const body = { clientId: state, subscriptions: ['users/*'] }
  expect((await app.send('POST', '/api/realtime', { body })).status).toBe(404)
  socket.close()
})
