import { expect, test } from 'vitest'
import { testApp, type TestApp, testPassword } from './test-app.ts'

const open = { type: 'base', listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }
const NOTES = '/api/collections/notes/records'

/** Notes of users, listed by `listRule`; one of nobody, one of Sri. */
async function notes(listRule = ''): Promise<TestApp & { readonly sri: string; readonly token: string }> {
  const app = await testApp()
  await app.collection({
    ...open,
    name: 'notes',
    listRule,
    fields: [
      { name: 'title', type: 'text', max: 5 },
      { name: 'due', type: 'date' },
      { name: 'count', type: 'number' },
      { name: 'data', type: 'json' },
      { name: 'tags', type: 'select', values: ['a', 'b', 'c'], maxSelect: 3 },
      { name: 'owner', type: 'relation', collectionId: '_pb_users_auth_', maxSelect: 1 },
    ],
  })
  const account = { email: 'sri@example.com', password: testPassword, passwordConfirm: testPassword }
  const { id: sri } = await app.record('users', account)
  await app.record('notes', { title: 'free' })
  await app.record('notes', { title: 'sris', owner: sri, due: '2025-03-01 10:00:00.000Z', data: { a: 'x' } })
  return { ...app, sri, token: await app.signIn('users', account.email) }
}

const titles = async (app: TestApp, query: Record<string, string> = {}, token = ''): Promise<unknown> => {
  const { json, status } = await app.call('GET', `${NOTES}?${new URLSearchParams(query).toString()}`, {
    token,
  })
  return status === 200 ? json.items.map(({ title }: { title: string }) => title).toSorted() : status
}

test('data §5.12 a guest is the owner of what has none; who is signed in is not', async () => {
  const app = await notes('owner = @request.auth.id')
  expect(await titles(app)).toEqual(['free'])
  expect(await titles(app, {}, app.token)).toEqual(['sris'])
  const guarded = await notes('@request.auth.id != "" && owner = @request.auth.id')
  expect(await titles(guarded)).toEqual([])
  expect(await titles(guarded, {}, guarded.token)).toEqual(['sris'])
})

test('data §5.12 what is not sent is empty, null is empty, and dates are compared as texts', async () => {
  const app = await notes('@request.body.x = "" && null = "" && @request.query.y = ""')
  expect(await titles(app)).toEqual(['free', 'sris'])
  expect(await titles(app, { y: '1' })).toEqual([])
  expect(await titles(app, { filter: 'due > "2025-03-01"' })).toEqual(['sris'])
  expect(await titles(app, { filter: 'due > "2025-03-01T00:00:00Z"' })).toEqual([])
  expect(await titles(app, { filter: 'due = ""' })).toEqual(['free'])
})

test('data §5.12 a quote and a backslash of the SDK’s filter() are what they stand for', async () => {
  const app = await notes()
  for (const title of ['a"b', "a'b", 'a\\b']) await app.record('notes', { title })
  expect(await titles(app, { filter: String.raw`title = "a\"b"` })).toEqual(['a"b'])
  expect(await titles(app, { filter: `title = "a'b"` })).toEqual(["a'b"])
  // A doubled backslash stays doubled.
  expect(await titles(app, { filter: String.raw`title = "a\\b"` })).toEqual([])
  expect(await titles(app, { filter: String.raw`title = "a\b"` })).toEqual([String.raw`a\b`])
})

test('data §5.12 :changed of a json field looks changed for any text, and is true to numbers', async () => {
  const app = await notes()
  const [note] = (await app.call('GET', `${NOTES}?filter=title="sris"`)).json.items
  const setRule = (updateRule: string) =>
    app.call('PATCH', '/api/collections/notes', { token: app.superuser, body: { updateRule } })
  const update = async (body: object) => (await app.call('PATCH', `${NOTES}/${note.id}`, { body })).status
  await setRule('@request.body.title:changed = false')
  expect(await update({ title: 'sris' })).toBe(200)
  expect(await update({ title: 'other' })).toBe(404)
  expect(await update({ count: 3 })).toBe(200)
  await setRule('@request.body.data:changed = true')
  expect(await update({ data: 'same' })).toBe(200)
  expect(await update({ data: 'same' })).toBe(200)
  expect(await update({ count: 4 })).toBe(404)
})

test('data §5.8 lists of what a path reaches hold for the client, and not for the rule', async () => {
  const app = await notes('owner.name = "" || owner.name != ""')
  expect(await titles(app)).toEqual(['free', 'sris'])
  // The list rule of users lets everyone see themselves only.
  expect(await titles(app, { filter: 'owner.name = ""' })).toEqual(['free'])
  expect(await titles(app, { filter: 'owner.name = ""' }, app.token)).toEqual(['free', 'sris'])
  const setRule = (listRule: string | null) =>
    app.call('PATCH', '/api/collections/users', { token: app.superuser, body: { listRule } })
  await setRule(null)
  expect(await titles(app, { filter: 'owner.name = ""' })).toBe(400)
  expect(await titles(app, { sort: 'owner.name' })).toBe(400)
  expect(await titles(app, { filter: `owner.id = "${app.sri}"` })).toEqual(['sris'])
  expect(await titles(app, { filter: 'owner.name = ""' }, app.superuser)).toEqual(['free', 'sris'])
  await setRule('')
  expect(await titles(app, { filter: 'owner.email ~ "sri"' })).toEqual([])
  expect(await titles(app, { filter: 'owner.password != ""' })).toBe(400)
  expect(await titles(app, { filter: 'owner.tokenKey != ""' })).toBe(400)
})

test('data §5.8 the constraint holds for the whole list, also where the filter would not need it', async () => {
  const app = await notes()
  const filter = 'owner.name = "nobody" || title != ""'
  expect(await titles(app, { filter })).toEqual(['free'])
  expect(await titles(app, { filter }, app.token)).toEqual(['free', 'sris'])
  const counted = await app.call(
    'GET',
    `${NOTES}?${new URLSearchParams({ filter, perPage: '1' }).toString()}`,
  )
  expect(counted.json.totalItems).toBe(1)
})

test('data §4.7 an invalid value of before fails every update, and last words win', async () => {
  const app = await notes()
  const { json: collection } = await app.call('GET', '/api/collections/notes', { token: app.superuser })
  const fields = collection.fields.map((field: { name: string }) =>
    field.name === 'title' ? { ...field, max: 2 } : field,
  )
  const [note] = (await app.call('GET', `${NOTES}?filter=title="sris"`)).json.items
  await app.call('PATCH', '/api/collections/notes', { token: app.superuser, body: { fields } })
  const update = (body: object) => app.call('PATCH', `${NOTES}/${note.id}`, { body })
  expect(Object.keys((await update({ count: 1 })).json.data)).toEqual(['title'])
  expect((await update({ count: 1, title: 'ok' })).json).toMatchObject({
    count: 1,
    title: 'ok',
    owner: app.sri,
  })
  const replies = await Promise.all([update({ 'count+': 1 }), update({ 'count+': 1 }), update({ count: 10 })])
  expect(replies.map(({ json }) => json.count)).toEqual([2, 3, 10])
})

test('data §3.16 keys with modifiers are resolved before the rule asks, the shortest first', async () => {
  const app = await notes()
  await app.call('PATCH', '/api/collections/notes', {
    token: app.superuser,
    body: { updateRule: '@request.body.count = 7 && @request.body.count:isset = true && count != 7' },
  })
  const { id } = await app.record('notes', { title: 'x', count: 5, tags: ['a'] })
  const update = (body: object) => app.call('PATCH', `${NOTES}/${id}`, { body })
  expect((await update({ 'count+': 1 })).status).toBe(404)
  const done = await update({ 'count+': 2, 'tags+': 'b', '+tags': 'c', 'tags-': 'a' })
  expect(done.json).toMatchObject({ count: 7, tags: ['c', 'b'] })
})

test('data §4.8 a record that refers to itself is not in its own way', async () => {
  const app = await testApp()
  const token = app.superuser
  const { id: nodes } = await app.collection({ ...open, name: 'nodes', fields: [] })
  const fieldsWith = async (self: object) => {
    const { fields } = (await app.call('GET', '/api/collections/nodes', { token })).json
    const others = fields.filter(({ name }: { name: string }) => name !== 'self')
    const known = fields.find(({ name }: { name: string }) => name === 'self') ?? {}
    const relation = { name: 'self', type: 'relation', collectionId: nodes, maxSelect: 1 }
    return { fields: [...others, { ...relation, ...known, ...self }] }
  }
  const change = async (self: object) =>
    app.call('PATCH', '/api/collections/nodes', { token, body: await fieldsWith(self) })
  const path = '/api/collections/nodes/records'
  expect((await change({})).status).toBe(200)
  for (const more of [{ required: true }, { required: false, cascadeDelete: true }]) {
    const { id } = await app.record('nodes', {})
    expect((await app.call('PATCH', `${path}/${id}`, { body: { self: id } })).status).toBe(200)
    expect((await change(more)).status).toBe(200)
    expect((await app.call('DELETE', `${path}/${id}`)).status).toBe(204)
    expect((await change({ required: false })).status).toBe(200)
  }
})

test('data §4.6 a manage rule that broke since it was saved lets nobody manage', async () => {
  const app = await notes()
  const token = app.superuser
  const { id: teams, fields } = await app.collection({
    ...open,
    name: 'teams',
    fields: [{ name: 'nick', type: 'text' }],
  })
  const users = (await app.call('GET', '/api/collections/users', { token })).json
  const team = { name: 'team', type: 'relation', collectionId: teams, maxSelect: 1 }
  const body = {
    fields: [...users.fields, team],
    listRule: '',
    updateRule: '',
    createRule: '',
    manageRule: 'team.nick = ""',
  }
  expect((await app.call('PATCH', '/api/collections/users', { token, body })).status).toBe(200)
  const path = '/api/collections/users/records'
  const manage = async () =>
    (await app.call('PATCH', `${path}/${app.sri}`, { token: app.token, body: { verified: true } })).json.data
  const see = async () => (await app.call('GET', path, { token: app.token })).status
  const other = { email: 'b@example.com', password: testPassword, passwordConfirm: testPassword }
  const enter = async () => (await app.call('POST', path, { token: app.token, body: other })).status
  const renamed = fields.map((field: { name: string }) =>
    field.name === 'nick' ? { ...field, name: 'alias' } : field,
  )
  await app.call('PATCH', '/api/collections/teams', { token, body: { fields: renamed } })
  expect([await see(), await enter(), Object.keys(await manage())]).toEqual([200, 200, ['verified']])
})

test('data §4.9 every kind of key, and what is the same for all records is none', async () => {
  const app = await notes()
  await app.record('notes', { title: 'B', tags: ['a', 'b'], data: { a: 'b' } })
  const order = async (sort: string, token = '') => {
    const { json, status } = await app.call('GET', `${NOTES}?sort=${encodeURIComponent(sort)}`, { token })
    return status === 200 ? json.items.map(({ title }: { title: string }) => title) : status
  }
  expect(await order('title')).toEqual(['B', 'free', 'sris'])
  expect(await order('title:lower')).toEqual(['B', 'free', 'sris'])
  expect(await order(' -title , +id ')).toEqual(['sris', 'free', 'B'])
  expect(await order('-tags:length,title')).toEqual(['B', 'free', 'sris'])
  expect(await order('-data.a,title')).toEqual(['sris', 'B', 'free'])
  expect(await order('-owner.created,title', app.superuser)).toEqual(['sris', 'B', 'free'])
  expect(await order('@rowid')).toEqual(['free', 'sris', 'B'])
  expect(await order('@random')).toHaveLength(3)
  for (const sort of ['@now', 'null', '"title"', '1', 'title:each:lower', '-', 'x'.repeat(256)])
    expect(await order(sort), sort).toBe(400)
})
