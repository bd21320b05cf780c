import { expect, test } from 'vitest'
import { testApp, type TestApp } from './test-app.ts'

const verbs = ['list', 'view', 'create', 'update', 'delete'] as const
type Verb = (typeof verbs)[number]
type Rule = string | null

/** Every verb of `notes` as one request, and as its counterpart in a batch. */
interface Doors {
  readonly app: TestApp
  /** The statuses of the five verbs, in the order of `verbs`. */
  readonly statuses: (rule: Rule, change?: Partial<Asked>) => Promise<number[]>
  /** The same of create, update and delete as the only request of a batch: its own, not the batch's. */
  readonly batched: (rule: Rule, change?: Partial<Asked>) => Promise<number[]>
}

interface Asked {
  readonly collection: string
  readonly id: string
  readonly token: string
  readonly body: unknown
}

async function doors(): Promise<Doors> {
  const app = await testApp()
  const { call, superuser: token } = app
  const { id: people } = await app.collection({
    name: 'people',
    type: 'base',
    fields: [{ name: 'nick', type: 'text' }],
  })
  await app.collection({
    name: 'notes',
    type: 'base',
    fields: [
      { name: 'title', type: 'text' },
      { name: 'owner', type: 'relation', collectionId: people, maxSelect: 1 },
    ],
  })
  await app.collection({
    name: 'seen',
    type: 'view',
    listRule: '',
    viewRule: '',
    viewQuery: 'SELECT id, title FROM notes',
  })
  await call('PATCH', '/api/settings', { token, body: { batch: { enabled: true } } })
  const setRules = (rule: Rule) => {
    const body = Object.fromEntries(verbs.map((verb) => [`${verb}Rule`, rule]))
    return call('PATCH', '/api/collections/notes', { token, body })
  }
  const prepare = async (rule: Rule, change: Partial<Asked>): Promise<Asked> => {
    expect((await setRules(rule)).status).toBe(200)
    const { id } = await app.record('notes', { title: 'a' })
    return { collection: 'notes', id, token: '', body: { title: 'a' }, ...change }
  }
  return {
    app,
    async statuses(rule, change = {}) {
      const found: number[] = []
      for (const verb of verbs) {
        const asked = await prepare(rule, change)
        const { method, url, body } = request(verb, asked)
        found.push(
          (await call(method, url, { token: asked.token, ...(body === undefined ? {} : { body }) })).status,
        )
      }
      return found
    },
    async batched(rule, change = {}) {
      const found: number[] = []
      for (const verb of verbs.slice(2)) {
        const asked = await prepare(rule, change)
        const { json, status } = await call('POST', '/api/batch', {
          token: asked.token,
          body: { requests: [request(verb, asked)] },
        })
        found.push(status === 200 ? json[0].status : json.data.requests['0'].response.status)
      }
      return found
    },
  }
}

function request(
  verb: Verb,
  { collection, id, body }: Asked,
): { method: string; url: string; body?: unknown } {
  const url = `/api/collections/${collection}/records`
  if (verb === 'list') return { method: 'GET', url }
  if (verb === 'view') return { method: 'GET', url: `${url}/${id}` }
  if (verb === 'create') return { method: 'POST', url, body }
  if (verb === 'update') return { method: 'PATCH', url: `${url}/${id}`, body }
  return { method: 'DELETE', url: `${url}/${id}` }
}

test('data §4.1 every verb in every situation has its status, alone and in a batch', async () => {
  const { app, statuses, batched } = await doors()
  const missing = { id: 'missingmissing1' }
  const expectBoth = async (
    what: string,
    rule: Rule,
    change: Partial<Asked>,
    expected: readonly number[],
  ) => {
    expect(await statuses(rule, change), what).toEqual(expected)
    expect(await batched(rule, change), `${what}, in a batch`).toEqual(expected.slice(2))
  }
  await expectBoth('open', '', {}, [200, 200, 200, 200, 204])
  await expectBoth('closed', null, {}, [403, 403, 403, 403, 403])
  await expectBoth('closed, for a superuser', null, { token: app.superuser }, [200, 200, 200, 200, 204])
  await expectBoth('an expression that holds', 'title = "a"', {}, [200, 200, 200, 200, 204])
  await expectBoth('an expression that does not', 'title = "b"', {}, [200, 404, 400, 404, 404])
  await expectBoth('no such record', '', missing, [200, 404, 200, 404, 404])
  await expectBoth('no such record, closed', null, missing, [403, 403, 403, 403, 403])
  await expectBoth('no such collection', '', { collection: 'nothing' }, [404, 404, 404, 404, 404])
  await expectBoth('a view', '', { collection: 'seen' }, [200, 200, 400, 400, 400])
})

test('data §4.1 a rule that broke since it was saved lets nobody through', async () => {
  const { app, statuses } = await doors()
  const { call, superuser: token } = app
  const rule = 'owner.nick != "x"'
  expect(await statuses(rule)).toEqual([200, 200, 200, 200, 204])
  const { fields } = (await call('GET', '/api/collections/people', { token })).json
  const renamed = fields.map((field: { name: string }) =>
    field.name === 'nick' ? { ...field, name: 'alias' } : field,
  )
  const notes = await app.record('notes', { title: 'a' })
  await call('PATCH', '/api/collections/people', { token, body: { fields: renamed } })
  const path = '/api/collections/notes/records'
  const found = [
    await call('GET', path),
    await call('GET', `${path}/${notes.id}`),
    await call('POST', path, { body: { title: 'a' } }),
    await call('PATCH', `${path}/${notes.id}`, { body: { title: 'b' } }),
    await call('DELETE', `${path}/${notes.id}`),
  ]
  expect(found.map(({ status }) => status)).toEqual([400, 404, 400, 404, 404])
  expect(found.map(({ json }) => json.data)).toEqual([{}, {}, {}, {}, {}])
  expect((await call('GET', path, { token })).status).toBe(200)
  // A batch asks as the single requests do; the record of each is made by a superuser before.
  const requests = (method: string, id = '') => [
    { method, url: id ? `${path}/${id}` : path, ...(method === 'DELETE' ? {} : { body: { title: 'a' } }) },
  ]
  for (const [method, id, status] of [
    ['POST', '', 400],
    ['PATCH', notes.id, 404],
    ['DELETE', notes.id, 404],
  ] as const) {
    const { json } = await call('POST', '/api/batch', { body: { requests: requests(method, id) } })
    expect(json.data.requests['0'].response.status, method).toBe(status)
  }
})

test('data §4.1 a body that cannot be read is 400 before any rule, and changes nothing', async () => {
  const { app, statuses } = await doors()
  for (const rule of [null, ''])
    expect((await statuses(rule, { body: '{"title"', token: '' })).slice(2, 4)).toEqual([400, 400])
  const { json } = await app.call('GET', '/api/collections/notes/records', { token: app.superuser })
  expect(json.items.every(({ title }: { title: string }) => title === 'a')).toBe(true)
})

test('data §4.1 §5.8 a client may not name what is outside, wherever it stands in the text', async () => {
  const { app, statuses } = await doors()
  await statuses('')
  const ask = async (query: Record<string, string>, token = '') =>
    (
      await app.call('GET', `/api/collections/notes/records?${new URLSearchParams(query).toString()}`, {
        token,
      })
    ).status
  for (const text of ['@request.auth.id = ""', 'title = "@request.x"', '@collection.notes.id != ""']) {
    expect(await ask({ filter: text }), text).toBe(403)
    expect(await ask({ filter: text }, app.superuser), text).toBe(200)
  }
  expect(await ask({ sort: '@request.auth.id' })).toBe(403)
  expect(await ask({ sort: '@request.auth.id' }, app.superuser)).toBe(400)
  for (const filter of ['nothing = 1', 'title', '()', 'title = '])
    expect(await ask({ filter }), filter).toBe(400)
  for (const sort of ['nothing', 'title,,id', Array(9).fill('title').join()])
    expect(await ask({ sort }), sort).toBe(400)
})
