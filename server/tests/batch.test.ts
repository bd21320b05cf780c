import { expect, test } from 'vitest'
import { type Hook, on } from '../hooks/on.ts'
import { scenario } from './scenario.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

const open = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }
const POSTS = '/api/collections/posts/records'
const ID = 'post00000000001'

/** Batches are on; posts with unique titles are open to everyone, notes ask for a context. */
async function press(app: TestApp): Promise<void> {
  await app.call('PATCH', '/api/settings', { token: app.superuser, body: { batch: { enabled: true } } })
  const posts = await app.collection({
    name: 'posts',
    type: 'base',
    ...open,
    indexes: ['CREATE UNIQUE INDEX idx_posts_title ON posts (title)'],
    fields: [{ name: 'title', type: 'text', required: true }],
  })
  await app.collection({
    name: 'comments',
    type: 'base',
    ...open,
    createRule: 'post.title = "A"',
    fields: [
      { name: 'post', type: 'relation', collectionId: posts.id, maxSelect: 1, cascadeDelete: true },
      { name: 'by', type: 'text' },
    ],
  })
  await app.collection({
    name: 'notes',
    type: 'base',
    ...open,
    createRule:
      '@request.context = "batch" && @request.method = "POST" && @request.query.a = "1" && @request.headers.x_a = "own"',
    fields: [{ name: 'text', type: 'text' }],
  })
}

async function openPress(hooks: readonly Hook[] = []): Promise<TestApp> {
  const app = await testApp({ hooks, logLevel: 'error' })
  await press(app)
  return app
}

const send = (app: TestApp, requests: readonly object[], more: object = {}): Promise<Reply> =>
  app.call('POST', '/api/batch', { body: { requests }, ...more })
const create = (title: string, id?: string) => ({
  method: 'POST',
  url: POSTS,
  body: { title, ...(id ? { id } : {}) },
})
const count = async (app: TestApp, name = 'posts') =>
  (await app.call('GET', `/api/collections/${name}/records`)).json.totalItems

/** A hook that only goes on: it makes the batch take a transaction of its own. */
const through = on('record.create', 'posts', (_, next) => next())

test('data §6.1 a batch is 403 until the settings allow it, and 413 past its size', async () => {
  const app = await testApp()
  expect((await send(app, [create('A')])).status).toBe(403)
  await press(app)
  const body = { batch: { maxBodySize: 500 } }
  await app.call('PATCH', '/api/settings', { token: app.superuser, body })
  expect((await send(app, [create('x'.repeat(600))])).status).toBe(413)
  expect((await send(app, [create('A')])).status).toBe(200)
})

test('data §6.2 what is wrong with the requests is told one by one, before anything runs', async () => {
  const app = await openPress()
  const none = await send(app, [])
  expect(none.json.data.requests.code).toBe('validation_required')
  const many = await send(
    app,
    Array.from({ length: 51 }, (_, at) => create(`p${at}`)),
  )
  expect(many.json.data.requests).toMatchObject({
    code: 'validation_length_too_long',
    params: { min: 0, max: 50 },
  })
  const { json } = await send(app, [
    create('A'),
    { method: 'post', url: '' },
    { method: '', url: `/${'a'.repeat(2000)}` },
  ])
  expect(json.data).toMatchObject({
    requests: {
      1: { method: { code: 'validation_in_invalid' }, url: { code: 'validation_required' } },
      2: { method: { code: 'validation_required' }, url: { code: 'validation_length_too_long' } },
    },
  })
  expect(Object.keys(json.data.requests)).toEqual(['1', '2'])
  for (const requests of ['x', [1], [{ method: 1, url: POSTS }], [{ ...create('A'), body: [] }]]) {
    const reply = await app.call('POST', '/api/batch', { body: { requests } })
    expect([reply.status, reply.json.data]).toEqual([400, {}])
  }
  expect(await count(app)).toBe(0)
})

test.each([
  ['GET', POSTS],
  ['POST', `http://dapur.test${POSTS}`],
  ['POST', '/api/batch'],
  ['POST', '/api/collections/users/auth-with-password'],
  ['POST', '/api/collections'],
  ['POST', `${POSTS}/${ID}`],
  ['PATCH', POSTS],
  ['PUT', `${POSTS}/${ID}`],
  ['DELETE', `/x${POSTS}/${ID}`],
])('data §6.2 R10 R11 %s %s is no part of a batch', async (method, url) => {
  const app = await openPress()
  const { status, json } = await send(app, [create('A'), { method, url, body: {} }])
  expect(status).toBe(400)
  expect(json.data.requests[1]).toMatchObject({
    code: 'batch_request_failed',
    response: { status: 400, data: {} },
  })
  expect(await count(app)).toBe(0)
})

for (const [how, hooks] of [
  ['in the group', []],
  ['with hooks', [through]],
] as const) {
  test(`data §6.3 create, update, upsert and delete see what came before them, ${how}`, async () => {
    const app = await openPress(hooks)
    const { status, json } = await send(app, [
      create('B', ID),
      { method: 'PATCH', url: `${POSTS}/${ID}?fields=title`, body: { title: 'A' } },
      {
        method: 'POST',
        url: '/api/collections/comments/records?expand=post',
        body: { post: ID, by: 'Budi' },
      },
      { method: 'PUT', url: POSTS, body: { id: ID, title: 'C' } },
      { method: 'PUT', url: POSTS, body: { id: 'post00000000002', title: 'A' } },
      { method: 'DELETE', url: `${POSTS}/post00000000002` },
      { method: 'POST', url: '/api/collections/notes/records?a=1', headers: { 'X-A': 'own' } },
    ])
    expect(status).toBe(200)
    expect(json.map((each: Reply) => each.status)).toEqual([200, 200, 200, 200, 200, 204, 200])
    expect(json[0].body).toMatchObject({ id: ID, title: 'B', collectionName: 'posts' })
    expect(json[1].body).toEqual({ title: 'A' })
    expect(json[2].body.expand.post.id).toBe(ID)
    expect(json[3].body).toMatchObject({ id: ID, title: 'C' })
    expect(json[5]).toEqual({ status: 204, body: null })
    expect(await count(app)).toBe(1)
  })

  test(`data §6.4 R11 the first failure is told whole and undoes all, ${how}`, async () => {
    const app = await openPress(hooks)
    const changes: string[] = []
    app.app.house.changes.afterCommit.add(({ recordId }) => changes.push(recordId))
    const good = Array.from({ length: 48 }, (_, at) => create(`post ${at}`))
    const { status, json } = await send(app, [...good, create(''), { method: 'GET', url: '/' }])
    expect(status).toBe(400)
    expect(Object.keys(json.data.requests)).toEqual(['48'])
    expect(json.data.requests[48]).toMatchObject({
      code: 'batch_request_failed',
      response: { status: 400, data: { title: { code: 'validation_required' } } },
    })
    const twice = await send(app, [create('A'), create('A')])
    expect(twice.json.data.requests[1].response.data.title.code).toBe('validation_not_unique')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([await count(app), changes]).toEqual([0, []])
  })

  test(`data §6.3 R11 each request answers as it would alone, ${how}`, async () => {
    const app = await openPress(hooks)
    await app.collection({ name: 'closed', type: 'base', fields: [{ name: 'text', type: 'text' }] })
    const alone: [string, string, object][] = [
      ['POST', '/api/collections/closed/records', {}],
      ['POST', '/api/collections/nothing/records', {}],
      ['POST', '/api/collections/notes/records', {}],
      ['PATCH', `${POSTS}/nobodynobody123`, { title: 'x' }],
      ['DELETE', `${POSTS}/nobodynobody123`, {}],
      ['POST', `${POSTS}?fields=title:nothing(`, { title: 'x' }],
    ]
    for (const [method, url, body] of alone) {
      const single = await app.call(method, url, { body })
      const batched = await send(app, [create('first'), { method, url, body }])
      expect(batched.json.data.requests[1].response).toEqual(single.json)
    }
    expect(await count(app)).toBe(0)
  })
}

test('data §6.3 the identity is that of the batch, whatever a request says', async () => {
  const app = await openPress()
  await app.collection({ name: 'closed', type: 'base', fields: [{ name: 'text', type: 'text' }] })
  const request = { method: 'POST', url: '/api/collections/closed/records', body: {} }
  const smuggled = { ...request, headers: { Authorization: app.superuser } }
  expect((await send(app, [smuggled])).json.data.requests[0].response.status).toBe(403)
  expect((await send(app, [request], { token: app.superuser })).status).toBe(200)
})

test('data §6.3 passwords are hashed before the transaction, also for what only earlier requests allow', async () => {
  const app = await openPress()
  await app.call('PATCH', '/api/collections/users', {
    token: app.superuser,
    body: { createRule: '@collection.posts.title ?= "invite"', updateRule: 'id = @request.auth.id' },
  })
  const user = (email: string) => ({
    method: 'POST',
    url: '/api/collections/users/records',
    body: { email, password: testPassword, passwordConfirm: testPassword },
  })
  expect((await send(app, [user('a@example.com')])).json.data.requests[0].response.status).toBe(400)
  expect((await send(app, [create('invite'), user('a@example.com'), user('b@example.com')])).status).toBe(200)
  const token = await app.signIn('users', 'b@example.com')
  const { id } = (await app.call('POST', '/api/collections/users/auth-refresh', { token })).json.record
  const change = {
    method: 'PATCH',
    url: `/api/collections/users/records/${id}`,
    body: { oldPassword: testPassword, password: 'kecap-manis-77', passwordConfirm: 'kecap-manis-77' },
  }
  expect((await send(app, [change], { token })).status).toBe(200)
  await app.signIn('users', 'b@example.com', 'kecap-manis-77')
})

test('data §6.3 a long cascade inside a batch is taken out of the group, and still all or nothing', async () => {
  const app = await openPress()
  await send(app, [create('A', ID)])
  const rows = Array.from({ length: 1100 }, (_, at) => `('comment${String(at).padStart(8, '0')}','${ID}','')`)
  await app.app.house.storage.write((tx) =>
    tx.run(`insert into comments (id, post, "by") values ${rows.join()}`, []),
  )
  const remove = { method: 'DELETE', url: `${POSTS}/${ID}` }
  expect((await send(app, [remove, create('')])).status).toBe(400)
  expect(await count(app, 'comments')).toBe(1100)
  expect((await send(app, [remove, create('B')])).status).toBe(200)
  expect([await count(app, 'comments'), await count(app)]).toEqual([0, 1])
})

test('data §6.3 past its timeout a batch is undone and 400', async () => {
  const app = await openPress([
    on('record.create', 'posts', async (event, next) => {
      if (event.record['title'] === 'slow') await new Promise((resolve) => setTimeout(resolve, 1300))
      await next()
    }),
  ])
  await app.call('PATCH', '/api/settings', { token: app.superuser, body: { batch: { timeout: 1 } } })
  const reply = await send(app, [create('A'), create('slow')])
  expect([reply.status, reply.json.data]).toEqual([400, {}])
  expect(await count(app)).toBe(0)
  expect((await send(app, [create('A')])).status).toBe(200)
})

test('data §6.3 hooks of a batch share its transaction, and what waits for the commit waits', async () => {
  const worked: string[] = []
  const app = await openPress([
    on('record.create', 'posts', async (event, next) => {
      const earlier = await event.tx?.list('posts')
      event.record['title'] = `${String(event.record['title'])} after ${earlier?.length}`
      event.afterCommit(() => void worked.push(String(event.record['title'])))
      await event.transaction((tx) => tx.create('comments', { by: String(event.record['title']) }))
      await next()
      if (event.request.headers['x_fail'] === '1') event.reject('no more')
    }),
  ])
  const failed = await send(app, [create('A'), { ...create('B'), headers: { 'X-Fail': '1' } }])
  expect(failed.json.data.requests[1].response).toEqual({ status: 400, message: 'No more.', data: {} })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect([await count(app), await count(app, 'comments'), worked]).toEqual([0, 0, []])
  const { json } = await send(app, [create('A'), create('B')])
  expect(json.map((each: Reply['json']) => each.body.title)).toEqual(['A after 0', 'B after 1'])
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(worked).toEqual(['A after 0', 'B after 1'])
  expect(await count(app, 'comments')).toBe(2)
})

test('data §6.2 the outer fields and a form with @jsonPayload', async () => {
  const app = await openPress()
  const form = new FormData()
  form.append('@jsonPayload', JSON.stringify({ requests: [create('A')] }))
  const reply = await app.app.fetch(
    new Request('http://dapur.test/api/batch?fields=status', { method: 'POST', body: form }),
  )
  expect([reply.status, await reply.json()]).toEqual([200, [{ status: 200 }]])
})

const batch = { given: press, post: '/api/batch' }
scenario('data §6.3 R21 hooks of a batch run once a request, and none from the refused one on', {
  ...batch,
  body: {
    requests: [
      create('A', ID),
      { method: 'PUT', url: POSTS, body: { id: ID, title: 'B' } },
      { method: 'POST', url: '/api/collections/notes/records', body: {} },
      create('C'),
    ],
  },
  status: 400,
  fires: { 'record.create posts': 1, 'record.update posts': 1 },
})
