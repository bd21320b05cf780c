import { describe, expect, test } from 'vitest'
import { planReason } from '../collections/plan-reason.ts'
import { testApp, testPassword, type Reply, type TestApp } from './test-app.ts'

const ALL = '/api/collections'
const title = { id: 'f_title', name: 'title', type: 'text' }
const relation = (collectionId: string) => ({ name: 'rel', type: 'relation', collectionId })

function as({ call, superuser: token }: TestApp) {
  return (method: string, path = '', body?: unknown): Promise<Reply> =>
    call(method, `${ALL}${path}`, { token, ...(body === undefined ? {} : { body }) })
}

async function schema({ app }: TestApp): Promise<unknown> {
  return await app.house.storage.hot.all('SELECT name, sql FROM sqlite_schema ORDER BY name', [])
}

describe('data §2.2 the endpoints of collections', () => {
  test.each([
    ['GET', ''],
    ['POST', ''],
    ['GET', '/users'],
    ['PATCH', '/users'],
    ['DELETE', '/users'],
    ['DELETE', '/users/truncate'],
    ['PUT', '/import'],
    ['GET', '/meta/scaffolds'],
    ['GET', '/meta/oauth2-providers'],
    ['GET', '/meta/field-types'],
    ['POST', '/meta/dry-run-view'],
    ['POST', '/plan'],
    ['POST', '/users/plan'],
  ])('%s /api/collections%s: guests get 401, other accounts 403', async (method, path) => {
    const app = await testApp()
    const account = { email: 'a@example.com', password: testPassword, passwordConfirm: testPassword }
    await app.record('users', account)
    const token = await app.signIn('users', 'a@example.com')
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} }
    expect((await app.call(method, ALL + path, body)).status).toBe(401)
    expect((await app.call(method, ALL + path, { token, ...body })).status).toBe(403)
    expect((await app.call('GET', `${ALL}/users`, { token: app.superuser })).status).toBe(200)
  })

  test('view, update and delete answer 404 for what is not there; names ignore letter case, ids do not', async () => {
    const app = await testApp()
    const ask = as(app)
    for (const [method, body] of [['GET'], ['PATCH', {}], ['DELETE']] as const)
      expect((await ask(method, '/nothing', body)).status).toBe(404)
    expect((await ask('DELETE', '/nothing/truncate')).status).toBe(404)
    expect((await ask('POST', '/nothing/plan', {})).status).toBe(404)
    const { id } = await app.collection({ name: 'Posts' })
    expect((await ask('GET', '/pOSTS')).json.id).toBe(id)
    expect((await ask('GET', `/${id.toUpperCase()}`)).status).toBe(404)
    const removed = await ask('DELETE', `/${id}`)
    expect([removed.status, removed.text]).toEqual([204, ''])
    expect((await ask('GET', `/${id}`)).status).toBe(404)
  })

  test('data §1.8 §5.11 the list has pages, filters and sorts over its own six fields', async () => {
    const app = await testApp()
    const ask = as(app)
    const names = async (query: string) =>
      (await ask('GET', `?${query}`)).json.items.map((item: { name: string }) => item.name)
    expect(
      await names(new URLSearchParams({ filter: 'system=false||type="auth"', sort: '-name' }).toString()),
    ).toEqual(['users', '_superusers'])
    const { json } = await ask('GET', '?perPage=4&page=2&fields=name')
    const items = [{ name: '_authOrigins' }, { name: 'users' }]
    expect(json).toEqual({ page: 2, perPage: 4, totalItems: 6, totalPages: 2, items })
    expect((await ask('GET', '?skipTotal=1')).json).toMatchObject({ totalItems: -1, totalPages: -1 })
    for (const query of ['filter=listRule=null', 'sort=fields', 'filter=(', 'page=x', 'skipTotal=2']) {
      const reply = await ask('GET', `?${query}`)
      expect([reply.status, reply.json.data]).toEqual([400, {}])
    }
  })

  test('data §2.2 services §2.14 scaffolds have no id, no name and no dates', async () => {
    const { json } = await as(await testApp())('GET', '/meta/scaffolds')
    expect(Object.keys(json)).toEqual(['auth', 'base', 'view'])
    for (const type of ['auth', 'base', 'view'])
      expect(json[type]).toMatchObject({ id: '', name: '', created: '', updated: '', type, system: false })
    expect(json.auth.indexes[0]).toMatch(/^CREATE UNIQUE INDEX `idx_tokenKey_\w{10}` ON `` \(`tokenKey`\)$/)
  })

  test('data §2.2 services §2.14 OAuth2 providers come in order, each with an inline SVG', async () => {
    const { json } = await as(await testApp())('GET', '/meta/oauth2-providers')
    expect(json).toHaveLength(32)
    expect(json[0]).toEqual({
      name: 'apple',
      displayName: 'Apple',
      logo: expect.stringMatching(/^<svg .*<\/svg>$/),
    })
    expect(json.slice(-3).map((provider: { name: string }) => provider.name)).toEqual([
      'oidc',
      'oidc2',
      'oidc3',
    ])
    expect(new Set(json.map((provider: { name: string }) => provider.name)).size).toBe(32)
  })
})

describe('data §2.3 create', () => {
  test('data §2.1 answers the whole collection, secrets never', async () => {
    const app = await testApp()
    const secret = 'a'.repeat(40)
    const provider = { name: 'github', clientId: 'c', clientSecret: 'top-secret' }
    const { status, text, json } = await as(app)('POST', '', {
      name: 'people',
      type: 'auth',
      viewQuery: 'select 1',
      authToken: { secret },
      oauth2: { enabled: true, providers: [provider] },
      created: '2001-01-01 00:00:00.000Z',
    })
    expect(status).toBe(200)
    expect(json).toMatchObject({ name: 'people', authToken: { duration: 432000 }, created: json.updated })
    expect(json).not.toHaveProperty('viewQuery')
    const list = await as(app)('GET', '')
    const view = await as(app)('GET', '/people')
    for (const answer of [text, list.text, view.text]) {
      expect(answer).not.toContain('ecret"')
      expect(answer).not.toContain(secret)
      expect(answer).not.toContain('top-secret')
    }
  })

  test('data §2.10 an empty body lacks a name and nothing else; bodies that are no objects are malformed', async () => {
    const ask = as(await testApp())
    expect((await ask('POST', '', {})).json.data).toEqual({
      name: { code: 'validation_required', message: expect.any(String) },
    })
    for (const body of ['[]', '7', '"x"', '{', '{"name":7}', '{"name":"x","fields":[{"type":"nothing"}]}']) {
      const reply = await ask('POST', '', body)
      expect([reply.status, reply.json.data]).toEqual([400, {}])
    }
  })

  test('a system collection may be made, and is protected from then on', async () => {
    const app = await testApp()
    const ask = as(app)
    await app.collection({ name: '_mine', system: true, listRule: '' })
    expect((await ask('PATCH', '/_mine', { system: false })).json.data.system.code).toBe(
      'validation_collection_system_flag_change',
    )
    expect((await ask('DELETE', '/_mine')).status).toBe(400)
    expect((await ask('PATCH', '/_mine', { fields: [title] })).status).toBe(200)
  })
})

describe('data §2.7 update', () => {
  test('a rename keeps records, relations, indexes and ids', async () => {
    const app = await testApp()
    const ask = as(app)
    const index = 'CREATE INDEX idx_title ON authors (title)'
    const authors = await app.collection({ name: 'authors', fields: [title], indexes: [index], listRule: '' })
    const posts = { name: 'posts', fields: [relation(authors.id)], listRule: 'rel.title != ""' }
    await app.collection(posts)
    const author = await app.record('authors', { title: 'Ann' })
    await app.record('posts', { rel: author.id })
    const body = {
      name: 'writers',
      fields: [{ ...title, name: 'heading' }],
      indexes: ['create index idx_title on x (heading)'],
    }
    const { json } = await ask('PATCH', '/authors', body)
    expect(json).toMatchObject({ id: authors.id, name: 'writers', created: authors.created })
    expect(json.indexes).toEqual(['CREATE INDEX `idx_title` ON `writers` (`heading`)'])
    expect((await app.call('GET', `${ALL}/writers/records`)).json.items[0]).toMatchObject({
      id: author.id,
      heading: 'Ann',
    })
    expect((await app.call('GET', `${ALL}/authors/records`)).status).toBe(404)
    // The rule of the other collection was not rewritten: nobody gets through it until somebody mends it.
    expect((await app.call('GET', `${ALL}/posts/records`)).json?.items ?? []).toEqual([])
    await ask('PATCH', '/posts', { listRule: 'rel.heading != ""' })
    const { items } = (await app.call('GET', `${ALL}/posts/records?expand=rel`)).json
    expect(items[0].rel).toBe(author.id)
  })

  test('data §2.6 a unique index that finds equal values is refused at its place, and changes nothing', async () => {
    const app = await testApp()
    const ask = as(app)
    await app.collection({ name: 'posts', fields: [title] })
    await app.record('posts', { title: 'same' })
    await app.record('posts', { title: 'same' })
    const before = [await schema(app), (await ask('GET', '/posts')).text]
    const reply = await ask('PATCH', '/posts', {
      name: 'other',
      fields: [title, { name: 'more', type: 'bool' }],
      indexes: ['create index fine on posts (more)', 'create unique index u on posts (title)'],
    })
    expect(reply.status).toBe(400)
    expect(Object.keys(reply.json.data.indexes)).toEqual(['1'])
    expect(reply.json.data.indexes['1'].code).toBe('validation_invalid_index_expression')
    expect([await schema(app), (await ask('GET', '/posts')).text]).toEqual(before)
    expect((await ask('GET', '/other')).status).toBe(404)
  })

  test('data §2.10 null leaves an option as it is; a submitted `created` overwrites, `updated` never does', async () => {
    const app = await testApp()
    const ask = as(app)
    await app.collection({ name: 'people', type: 'auth', otp: { enabled: true } })
    const body = {
      name: null,
      otp: null,
      created: '2001-02-03 04:05:06.789Z',
      updated: '2001-02-03 04:05:06.789Z',
    }
    const { json } = await ask('PATCH', '/people', body)
    expect(json).toMatchObject({
      name: 'people',
      otp: { enabled: true },
      created: '2001-02-03 04:05:06.789Z',
    })
    expect(json.updated > '2026').toBe(true)
  })

  test('a changed authRule ends the sessions of the collection; secrets that are not sent stay', async () => {
    const app = await testApp()
    const account = { email: 'a@example.com', password: testPassword, passwordConfirm: testPassword }
    await app.record('users', account)
    const token = await app.signIn('users', 'a@example.com')
    const count = async () => (await app.call('GET', `${ALL}/users/records`, { token })).json.items.length
    await as(app)('PATCH', '/users', { authToken: { duration: 1000 } })
    expect(await count()).toBe(1)
    await as(app)('PATCH', '/users', { authRule: 'verified = false' })
    expect(await count()).toBe(0)
  })

  test('deletes are blocked by system, by relations of others and by views, not by itself', async () => {
    const app = await testApp()
    const ask = as(app)
    const posts = await app.collection({ name: 'posts', fields: [title] })
    await app.collection({ name: 'comments', fields: [relation(posts.id)] })
    expect((await ask('DELETE', '/_superusers')).status).toBe(400)
    expect((await ask('DELETE', '/posts')).json.message).toContain('"comments"')
    await ask('DELETE', '/comments')
    await app.collection({ name: 'v', type: 'view', viewQuery: 'select id from posts' })
    expect((await ask('DELETE', '/posts')).json.message).toContain('"v"')
    await ask('DELETE', '/v')
    await ask('PATCH', '/posts', { fields: [title, relation(posts.id)] })
    expect((await ask('DELETE', '/posts')).status).toBe(204)
    expect(JSON.stringify(await schema(app))).not.toContain('posts')
  })

  test('truncate empties a collection with its cascades: 204; views and the last superuser are refused', async () => {
    const app = await testApp()
    const ask = as(app)
    const posts = await app.collection({ name: 'posts', fields: [title] })
    await app.collection({ name: 'comments', fields: [{ ...relation(posts.id), cascadeDelete: true }] })
    await app.collection({ name: 'v', type: 'view', viewQuery: 'select id from posts' })
    const { id } = await app.record('posts', { title: 'a' })
    await app.record('comments', { rel: id })
    expect((await ask('DELETE', '/v/truncate')).status).toBe(400)
    expect((await ask('DELETE', '/_superusers/truncate')).status).toBe(400)
    expect((await ask('DELETE', '/posts/truncate')).status).toBe(204)
    expect((await ask('GET', '/comments/records')).json.totalItems).toBe(0)
    expect((await ask('GET', '/posts')).status).toBe(200)
  })
})

describe('the plan of a change', () => {
  test('says what a save would do and lose, and does nothing', async () => {
    const app = await testApp()
    const ask = as(app)
    const tags = { id: 'f_tags', name: 'tags', type: 'select', values: ['a', 'b'], maxSelect: 2 }
    await app.collection({ name: 'posts', fields: [title, tags] })
    const before = [await schema(app), (await ask('GET', '')).text]
    const fields = [
      { ...tags, maxSelect: 1 },
      { name: 'new', type: 'text' },
    ]
    const plan = await ask('POST', '/posts/plan', { name: 'articles', fields })
    expect(plan.json).toEqual({
      steps: [
        planReason('collection_renamed', { from: 'posts', to: 'articles' }),
        {
          why: 'The field "title" is removed.',
          loses: 'the values of "title" in all records',
          code: 'field_removed',
          params: { field: 'title' },
        },
        {
          why: expect.stringContaining('"tags" holds one value'),
          loses: expect.stringContaining('but the last'),
          code: 'field_single',
          params: { field: 'tags', was: 'tags' },
        },
        planReason('field_added', { field: 'new' }),
      ],
    })
    expect((await ask('POST', '/posts/plan', { listRule: '' })).json).toEqual({ steps: [] })
    expect((await ask('POST', '/posts/plan', { listRule: '(' })).json.data.listRule.code).toBe(
      'validation_invalid_rule',
    )
    expect((await ask('POST', '/plan', { name: 'new' })).json.steps).toHaveLength(1)
    expect((await ask('POST', '/plan', {})).json.data.name.code).toBe('validation_required')
    expect([await schema(app), (await ask('GET', '')).text]).toEqual(before)
  })
})
