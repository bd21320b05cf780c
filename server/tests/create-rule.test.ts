import { expect, test } from 'vitest'
import { testApp, type TestApp, testPassword } from './test-app.ts'

const open = { type: 'base', listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }
const NOTES = '/api/collections/notes/records'
const USERS = '/api/collections/users/records'

/** Notes under a create rule. */
async function notes(createRule: string, more: object = {}): Promise<TestApp> {
  const app = await testApp()
  const { id } = await app.collection({
    ...open,
    name: 'people',
    fields: [{ name: 'name', type: 'text' }],
  })
  await app.collection({
    ...open,
    name: 'notes',
    createRule,
    fields: [
      { name: 'title', type: 'text' },
      { name: 'slug', type: 'text', autogeneratePattern: '[a-z]{8}' },
      { name: 'secret', type: 'text', hidden: true },
      { name: 'owner', type: 'relation', collectionId: id, maxSelect: 1 },
      { name: 'created', type: 'autodate', onCreate: true },
    ],
    ...more,
  })
  return app
}

const create = (app: TestApp, body: object, token?: string) =>
  app.call('POST', NOTES, { body, ...(token && { token }) })

test('data §4.5 the rule sees the record before ids, texts and times are made for it', async () => {
  const app = await notes('slug = "" && created = "" && id != ""')
  const made = await create(app, { title: 'a' })
  expect(made.status).toBe(200)
  expect(made.json.slug).toMatch(/^[a-z]{8}$/)
  expect((await create(app, { slug: 'given' })).status).toBe(400)
  const chosen = await notes('id = "abcdefghij12345"')
  expect((await create(chosen, { id: 'abcdefghij12345' })).status).toBe(200)
  expect((await create(chosen, { id: 'abcdefghij12346' })).status).toBe(400)
})

test('data §4.5 hidden keys are gone before the rule asks; unknown ones are seen by it and stored nowhere', async () => {
  const app = await notes('@request.body.secret:isset = false && secret = "" && @request.body.code = "x"')
  expect((await create(app, { secret: 'mine', code: 'x' })).status).toBe(200)
  expect((await create(app, { code: 'y' })).status).toBe(400)
  const made = await create(app, { secret: 'mine', code: 'x', expand: {}, collectionId: 'z' }, app.superuser)
  expect(made.json).toMatchObject({ secret: 'mine', collectionName: 'notes' })
  expect(made.json).not.toHaveProperty('code')
})

test('data §4.5 relations of the rule lead to records that are there; what leads back fails', async () => {
  const app = await notes('owner.name = "Sri"')
  const [sri, budi] = [await app.record('people', { name: 'Sri' }), await app.record('people', { name: 'B' })]
  expect((await create(app, { owner: sri.id })).status).toBe(200)
  const refused = await create(app, { owner: budi.id, title: 1 })
  expect([refused.status, refused.json.data]).toEqual([400, {}])
  const back = await notes('')
  const { superuser: token, call } = back
  const of = async (name: string) => (await call('GET', `/api/collections/${name}`, { token })).json
  const note = { name: 'note', type: 'relation', collectionId: (await of('notes')).id, maxSelect: 1 }
  const fields = [...(await of('people')).fields, note]
  expect((await call('PATCH', '/api/collections/people', { token, body: { fields } })).status).toBe(200)
  const rules = { createRule: 'people_via_note.id = ""' }
  expect((await call('PATCH', '/api/collections/notes', { token, body: rules })).status).toBe(200)
  expect((await create(back, { title: 'a' })).status).toBe(400)
})

test('data §4.5 whoever may create gets the whole record, also when no rule would show it', async () => {
  const app = await notes('', { viewRule: null, listRule: null })
  const made = await create(app, { title: 'a' })
  expect(made.json).toMatchObject({ title: 'a' })
  expect((await app.call('GET', `${NOTES}/${made.json.id}`)).status).toBe(403)
})

test('data §4.5 an index over several fields names each of them, one over an expression none', async () => {
  const app = await notes('', {
    indexes: [
      'CREATE UNIQUE INDEX idx_both ON notes (title, owner)',
      'CREATE UNIQUE INDEX idx_lower ON notes (lower(slug))',
    ],
  })
  expect((await create(app, { title: 'a', slug: 'x' })).status).toBe(200)
  const both = await create(app, { title: 'a', slug: 'y' })
  expect(Object.keys(both.json.data).toSorted()).toEqual(['owner', 'title'])
  expect(both.json.data.title.code).toBe('validation_not_unique')
  const expression = await create(app, { title: 'b', slug: 'X' })
  expect([expression.status, expression.json.data]).toEqual([400, {}])
})

test('data §4.5 an account is never verified by its own word, and its id is no other account’s', async () => {
  const app = await testApp()
  const account = { password: testPassword, passwordConfirm: testPassword }
  await app.call('PATCH', '/api/collections/users', {
    token: app.superuser,
    body: { createRule: `verified = false && password != '' && password != '${testPassword}'` },
  })
  const made = await app.call('POST', USERS, { body: { ...account, email: 'a@example.com' } })
  expect(made.status).toBe(200)
  const claimed = await app.call('POST', USERS, {
    body: { ...account, email: 'b@example.com', verified: true },
  })
  expect(Object.keys(claimed.json.data)).toEqual(['verified'])
  const [{ id }] = (await app.call('GET', '/api/collections/_superusers/records', { token: app.superuser }))
    .json.items
  const twin = await app.call('POST', USERS, { body: { ...account, id, email: 'c@example.com' } })
  expect(twin.json.data.id.code).toBe('validation_invalid_auth_id')
})

test('data §4.5 §4.6 the checks of an account come before those of its fields, and alone', async () => {
  const app = await testApp()
  const body = { name: 'x'.repeat(300), email: 'no address', password: testPassword }
  const first = await app.call('POST', USERS, { body })
  expect(Object.keys(first.json.data)).toEqual(['passwordConfirm'])
  const second = await app.call('POST', USERS, { body: { ...body, passwordConfirm: testPassword } })
  expect(Object.keys(second.json.data).toSorted()).toEqual(['email', 'name'])
})
