import { describe, expect, test } from 'vitest'
import { testApp, type Reply, type TestApp } from './test-app.ts'

type Json = Record<string, unknown>

const title = { id: 'f_title', name: 'title', type: 'text' }
const relation = (collectionId: string): Json => ({ name: 'rel', type: 'relation', collectionId })

function importer({ call, superuser }: TestApp) {
  return (collections: unknown, deleteMissing = false): Promise<Reply> =>
    call('PUT', '/api/collections/import', { token: superuser, body: { collections, deleteMissing } })
}

async function everything({ app, call, superuser }: TestApp): Promise<unknown> {
  const schema = await app.house.storage.hot.all('SELECT name, sql FROM sqlite_schema ORDER BY name', [])
  const { json } = await call('GET', '/api/collections?perPage=200', { token: superuser })
  return { schema, json }
}

async function read({ call, superuser }: TestApp, collection: string): Promise<Reply['json']> {
  return (await call('GET', `/api/collections/${collection}`, { token: superuser })).json
}

const names = (collection: { fields: { name: string }[] }): string[] =>
  collection.fields.map((field) => field.name)

describe('data §2.9 import', () => {
  test('collections are required, and each of them is an object', async () => {
    const app = await testApp()
    const put = importer(app)
    for (const empty of [[], undefined, null]) {
      const { status, json } = await put(empty)
      expect([status, json.data.collections.code]).toEqual([400, 'validation_required'])
    }
    expect((await put('posts')).status).toBe(400)
    for (const item of [null, 7, 'posts', []])
      expect((await put([item])).json.data.collections?.code).toBe('validation_collections_import_failure')
  })

  test('new ones are made from the defaults of their type; the answer is 204', async () => {
    const app = await testApp()
    const reply = await importer(app)([
      { name: 'people', type: 'auth', fields: [title] },
      { id: 'my_posts', name: 'posts', fields: [title], indexes: ['create index i on x (title)'] },
    ])
    expect([reply.status, reply.text]).toEqual([204, ''])
    expect(await read(app, 'people')).toMatchObject({ type: 'auth', passwordAuth: { enabled: true } })
    expect(await read(app, 'my_posts')).toMatchObject({
      name: 'posts',
      indexes: ['CREATE INDEX `i` ON `posts` (`title`)'],
    })
    await app.record('posts', { title: 'works at once' })
  })

  test('relations may point both ways, and to what comes later', async () => {
    const app = await testApp()
    const reply = await importer(app)([
      { id: 'one', name: 'one', fields: [relation('two')], listRule: 'rel.rel.id = id' },
      { id: 'two', name: 'two', fields: [relation('one')], listRule: '@collection.one.id != ""' },
    ])
    expect(reply.status).toBe(204)
    expect((await app.call('GET', '/api/collections/two/records')).status).toBe(200)
  })

  test('an existing one is found by id, else by name; what is not said stays', async () => {
    const app = await testApp()
    const posts = await app.collection({ name: 'posts', fields: [title], listRule: '' })
    const record = await app.record('posts', { title: 'kept' })
    const put = importer(app)
    expect((await put([{ id: posts.id, name: 'articles' }])).status).toBe(204)
    expect(await read(app, posts.id)).toMatchObject({ name: 'articles', listRule: '', fields: posts.fields })
    // By name: letter case does not count, and the id of elsewhere becomes the one that is here.
    const other = { id: 'elsewhere', name: 'other', fields: [relation('from_elsewhere')] }
    expect((await put([{ id: 'from_elsewhere', name: 'Articles', viewRule: '' }, other])).status).toBe(204)
    expect(await read(app, posts.id)).toMatchObject({ name: 'Articles', viewRule: '' })
    expect((await read(app, 'other')).fields[1].collectionId).toBe(posts.id)
    expect((await app.call('GET', `/api/collections/articles/records/${record.id}`)).json.title).toBe('kept')
  })

  test('fields: absent ones stay, the same name and type keeps id and data', async () => {
    const app = await testApp()
    const body = { name: 'body', type: 'editor' }
    const posts = await app.collection({ name: 'posts', fields: [title, body], viewRule: '' })
    const { id } = await app.record('posts', { title: 'T', body: 'B' })
    const fields = [
      { ...title, id: 'another_id', max: 80 },
      { name: 'new', type: 'bool' },
    ]
    expect((await importer(app)([{ name: 'posts', fields }])).status).toBe(204)
    const now = await read(app, 'posts')
    expect(names(now)).toEqual(['id', 'title', 'new', 'body'])
    expect(now.fields[1]).toMatchObject({ id: 'f_title', max: 80 })
    expect(now.fields[0].id).toBe(posts.fields[0].id)
    const path = `/api/collections/posts/records/${id}`
    expect((await app.call('GET', path)).json).toMatchObject({ title: 'T', body: 'B', new: false })
  })

  test('deleteMissing: other ids are other fields, absent ones go, system ones stay', async () => {
    const app = await testApp()
    const body = { name: 'body', type: 'editor' }
    await app.collection({ name: 'posts', type: 'auth', fields: [title, body], viewRule: '' })
    const account = { email: 'a@example.com', password: '12345678', passwordConfirm: '12345678' }
    const { id } = await app.record('posts', { ...account, title: 'T', body: 'B' })
    const put = importer(app)
    expect((await put([{ name: 'posts', fields: [{ ...title, id: 'another_id' }] }], true)).status).toBe(204)
    const now = await read(app, 'posts')
    expect(names(now)).toEqual([
      'id',
      'title',
      'password',
      'tokenKey',
      'email',
      'emailVisibility',
      'verified',
    ])
    expect((await app.call('GET', `/api/collections/posts/records/${id}`)).json.title).toBe('')
    expect(await app.signIn('posts', 'a@example.com', '12345678')).toBeTypeOf('string')
    expect((await put([{ name: 'posts' }], true)).status).toBe(204)
    expect(names(await read(app, 'posts'))).not.toContain('title')
  })

  test('deleteMissing: collections that are not named go first, whatever refers to them', async () => {
    const app = await testApp()
    const b = await app.collection({ name: 'b', fields: [title] })
    await app.collection({ name: 'a', fields: [relation(b.id)] })
    await app.collection({ name: 'v', type: 'view', viewQuery: 'select id, title from b' })
    expect((await importer(app)([{ name: 'c', fields: [title] }], true)).status).toBe(204)
    const { json } = await app.call('GET', '/api/collections?filter=system=false', { token: app.superuser })
    expect(json.items.map((item: Json) => item['name'])).toEqual(['c'])
    expect(
      await app.app.house.storage.hot.all(
        `SELECT name FROM sqlite_schema WHERE name IN ('a', 'b', 'v', 'users')`,
        [],
      ),
    ).toEqual([])
  })

  test('deleteMissing: a collection that stays cannot be left with a relation to nowhere', async () => {
    const app = await testApp()
    const b = await app.collection({ name: 'b', fields: [title] })
    const superusers = await read(app, '_superusers')
    const path = '/api/collections/_superusers'
    const body = { fields: [...superusers.fields, relation(b.id)] }
    expect((await app.call('PATCH', path, { token: app.superuser, body })).status).toBe(200)
    const before = await everything(app)
    const { json } = await importer(app)([{ name: 'c' }], true)
    expect(json.data.collections.message).toContain('_superusers')
    expect(await everything(app)).toEqual(before)
  })

  test('two collections can swap their names, an index can move from one to the other', async () => {
    const app = await testApp()
    const index = 'create index idx on x (title)'
    const a = await app.collection({ name: 'a', fields: [title], indexes: [index], viewRule: '' })
    const b = await app.collection({ name: 'b', fields: [title], viewRule: '' })
    const record = await app.record('a', { title: 'was in a' })
    const swapped = [
      { id: a.id, name: 'b', indexes: [] },
      { id: b.id, name: 'a', indexes: [index] },
    ]
    expect((await importer(app)(swapped)).status).toBe(204)
    expect((await app.call('GET', `/api/collections/b/records/${record.id}`)).json.title).toBe('was in a')
    expect((await read(app, 'a')).indexes).toEqual(['CREATE INDEX `idx` ON `a` (`title`)'])
  })

  test('views come last, in whatever order, and may read each other and what is new', async () => {
    const app = await testApp()
    const reply = await importer(app)([
      {
        name: 'outer_v',
        type: 'view',
        viewQuery: 'select id, heading from inner_v',
        listRule: 'heading != ""',
      },
      { name: 'inner_v', type: 'view', viewQuery: 'select id, title as heading from posts' },
      { name: 'posts', fields: [title] },
    ])
    expect([reply.status, reply.text]).toEqual([204, ''])
    expect((await read(app, 'outer_v')).fields[1]).toMatchObject({ name: 'heading', type: 'text' })
    await app.record('posts', { title: 'seen' })
    const { json } = await app.call('GET', '/api/collections/outer_v/records')
    expect(json.items[0].heading).toBe('seen')
  })

  test('a whole export comes in again as it was, and changes nothing but `updated`', async () => {
    const app = await testApp()
    const posts = await app.collection({
      name: 'posts',
      fields: [title, { name: 'tags', type: 'select', values: ['a'] }],
    })
    await app.collection({ name: 'comments', fields: [relation(posts.id)] })
    await app.collection({ name: 'v', type: 'view', viewQuery: 'select id, title from posts' })
    const list = async () =>
      (await app.call('GET', '/api/collections?perPage=500', { token: app.superuser })).json.items
    const exported = await list()
    const plain = (items: Json[]) =>
      JSON.stringify(items.map(({ updated: _, ...rest }) => rest)).replaceAll(/_clone_\w{4}/g, '')
    for (const deleteMissing of [false, true]) {
      expect((await importer(app)(exported, deleteMissing)).text).toBe('')
      expect(plain(await list())).toBe(plain(exported))
    }
    expect(await app.signIn('_superusers', 'root@example.com')).toBeTypeOf('string')
  })
})

describe('data §2.9 an import that fails', () => {
  const good = { name: 'good', fields: [title] }
  const failures: [string, unknown, string][] = [
    ['a name', { name: 'not good' }, 'validation_match_invalid'],
    ['a rule', { name: 'bad', listRule: 'nothing = 1' }, 'validation_invalid_rule'],
    ['a field type', { name: 'bad', fields: [{ name: 'x', type: 'nothing' }] }, 'no field type'],
    [
      'a relation',
      { name: 'bad', fields: [relation('nowhere')] },
      'validation_field_relation_missing_collection',
    ],
    [
      'the type of a field',
      { name: 'users', fields: [{ id: 'text1579384326', name: 'name', type: 'bool' }] },
      'validation_field_type_change',
    ],
    ['the type of a collection', { name: 'users', type: 'base' }, 'validation_collection_type_change'],
    [
      'a rule of a system collection',
      { name: '_mfas', listRule: '' },
      'validation_collection_system_rule_change',
    ],
    [
      'the query of a view',
      { name: 'bad', type: 'view', viewQuery: 'select * from good' },
      'validation_invalid_view_query',
    ],
    [
      'what a view reads',
      { name: 'bad', type: 'view', viewQuery: 'select id from nowhere' },
      'validation_invalid_view_query',
    ],
    ['ids of a view', { name: 'bad', type: 'view', viewQuery: "select '' as id" }, 'ids are empty'],
    ['a clash of names', { id: '_pb_users_auth_', name: 'GOOD3' }, 'validation_collection_name_exists'],
  ]
  test.each(failures)('%s: says which collection and why, and changes nothing', async (_, item, why) => {
    const app = await testApp()
    const before = await everything(app)
    const { status, json } = await importer(app)([good, { name: 'good3' }, item])
    expect(status).toBe(400)
    expect(Object.keys(json.data)).toEqual(['collections'])
    expect(json.data.collections.code).toBe('validation_collections_import_failure')
    expect(json.data.collections.message).toContain(why)
    expect(await everything(app)).toEqual(before)
  })

  test.each([
    ['is no index', 'delete from good'],
    ['names no field', 'create index i on good (nothing)'],
    ['has a name that is taken', 'create index idx_email__pb_users_auth_ on good (title)'],
    ['finds equal values', 'create unique index u on posts (title)'],
  ])('an index that %s is reported at its place', async (_, index) => {
    const app = await testApp()
    await app.collection({ name: 'posts', fields: [title] })
    await app.record('posts', { title: 'same' })
    await app.record('posts', { title: 'same' })
    const before = await everything(app)
    const name = index.includes('posts') ? 'posts' : 'good'
    const fields = [title]
    const { status, json } = await importer(app)([
      { name: 'first' },
      { name, fields, indexes: ['create index fine on x (title)', index] },
    ])
    expect(status).toBe(400)
    expect(Object.keys(json.data)).toEqual(['indexes'])
    expect(json.data.indexes['1'].code).toMatch(/^validation_(invalid_index_expression|existing_index_name)$/)
    expect(json.data.indexes['1'].message).toContain(`"${name}"`)
    expect(await everything(app)).toEqual(before)
  })
})
