import { Ajv2020 } from 'ajv/dist/2020.js'
import { validate } from '@readme/openapi-parser'
import { expect, test } from 'vitest'
import { type TestApp, testApp } from './test-app.ts'

const SPEC = '/api/openapi.json'

/** A shop: dishes are public, notes of the kitchen are closed, orders are for those who are signed in. */
async function shop(): Promise<TestApp> {
  const app = await testApp()
  await app.collection({
    name: 'dishes',
    type: 'base',
    listRule: '',
    viewRule: '',
    fields: [
      { name: 'title', type: 'text', required: true },
      { name: 'price', type: 'number' },
      { name: 'cost', type: 'number', hidden: true },
      { name: 'kind', type: 'select', values: ['soup', 'rice'], maxSelect: 1 },
      { name: 'tags', type: 'select', values: ['hot', 'new'], maxSelect: 2 },
      { name: 'photos', type: 'file', maxSelect: 3 },
      { name: 'place', type: 'geoPoint' },
      { name: 'more', type: 'json' },
      { name: 'sold', type: 'bool' },
      { name: 'since', type: 'date' },
      { name: 'created', type: 'autodate', onCreate: true, onUpdate: false },
    ],
  })
  await app.collection({ name: 'kitchen_notes', type: 'base', fields: [{ name: 'text', type: 'text' }] })
  const orders = { listRule: '@request.auth.id != ""', createRule: '@request.auth.id != ""' }
  await app.collection({
    name: 'orders',
    type: 'base',
    ...orders,
    fields: [{ name: 'total', type: 'number' }],
  })
  const viewQuery = 'SELECT id, title, price * 2 AS double, MAX(price, NULL) AS most FROM dishes'
  await app.collection({ name: 'menu', type: 'view', listRule: '', viewRule: '', viewQuery })
  return app
}

async function specOf({ call }: TestApp, token?: string) {
  const reply = await call('GET', SPEC, token === undefined ? {} : { token })
  expect(reply.status).toBe(200)
  return reply.json
}

async function guestAnd(app: TestApp): Promise<Readonly<Record<string, string | undefined>>> {
  const account = {
    email: 'ani@example.com',
    password: 'sambal-terasi-9',
    passwordConfirm: 'sambal-terasi-9',
  }
  await app.record('users', { ...account, verified: true })
  return { guest: undefined, record: await app.signIn('users', account.email), superuser: app.superuser }
}

test('beyond: the document is OpenAPI 3.1 for a guest, a record and a superuser, and a broken one is not', async () => {
  const app = await shop()
  for (const [who, token] of Object.entries(await guestAnd(app))) {
    const spec = await specOf(app, token)
    expect(spec.openapi, who).toBe('3.1.0')
    expect(await validate(structuredClone(spec)), who).toMatchObject({ valid: true })
    const ids = Object.values<Record<string, { operationId: string }>>(spec.paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
  }
  const broken = await specOf(app)
  delete broken.paths['/api/health'].get.responses.default.$ref
  expect(await validate(broken)).toMatchObject({ valid: false })
})

test('beyond: what an actor may not do at all is not in its document, nor are hidden fields', async () => {
  const app = await shop()
  const { guest, record, superuser } = await guestAnd(app)
  const [closed, own, whole] = [
    await specOf(app, guest),
    await specOf(app, record),
    await specOf(app, superuser),
  ]
  const records = (name: string): string => `/api/collections/${name}/records`
  expect(Object.keys(closed.paths[records('dishes')])).toEqual(['get'])
  expect(closed.paths[records('kitchen_notes')]).toBeUndefined()
  expect(JSON.stringify(closed)).not.toContain('kitchen_notes')
  expect(closed.components.schemas.DishesRecord.properties.cost).toBeUndefined()
  expect(closed.paths['/api/settings']).toBeUndefined()
  expect(closed.paths['/api/collections/users/auth-refresh']).toBeUndefined()
  expect(own.paths['/api/collections/users/auth-refresh']).toBeDefined()
  expect(own.paths['/api/settings']).toBeUndefined()
  expect(Object.keys(whole.paths[records('dishes')])).toEqual(['get', 'post'])
  expect(whole.components.schemas.DishesRecord.properties.cost).toEqual({ type: 'number' })
  expect(whole.components.schemas.UsersRecord.properties.password).toBeUndefined()
  expect(whole.paths['/api/settings']).toBeDefined()
  expect(Object.keys(whole.paths[records('menu')])).toEqual(['get'])
})

test('beyond: a change of the collections or of the settings is in the next document', async () => {
  const app = await shop()
  const { call, superuser } = app
  expect((await specOf(app)).paths['/api/batch']).toBeUndefined()
  expect((await call('GET', SPEC)).text).toBe((await call('GET', SPEC)).text)
  const closing = await call('PATCH', '/api/collections/dishes', {
    token: superuser,
    body: { listRule: null },
  })
  expect(closing.status).toBe(200)
  const batch = { enabled: true, maxRequests: 5, timeout: 3, maxBodySize: 0 }
  expect((await call('PATCH', '/api/settings', { token: superuser, body: { batch } })).status).toBe(200)
  const { paths } = await specOf(app)
  expect(paths['/api/collections/dishes/records']).toBeUndefined()
  expect(paths['/api/batch'].post.operationId).toBe('batch')
})

test('beyond: each operation of the document is one that the server has', async () => {
  const app = await shop()
  const { paths } = await specOf(app, app.superuser)
  const listed = Object.entries<Record<string, { tags: string[] }>>(paths).flatMap(([path, item]) =>
    Object.keys(item).map(
      (method) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'nothing9')] as const,
    ),
  )
  expect(listed.length).toBeGreaterThan(60)
  const unknown: string[] = []
  for (const [method, path] of listed) {
    if (path === '/api/realtime') continue
    // A guest is turned away by every route that is there; only what is not there is "not found" in these words.
    const { json } = await app.call(method, path)
    if (json?.message === NO_ROUTE) unknown.push(`${method} ${path}`)
  }
  expect(unknown).toEqual([])
  expect((await app.call('GET', '/api/no-such-route')).json.message).toBe(NO_ROUTE)
})

const NO_ROUTE = 'There is nothing at this address.'

test('beyond: what the server answers is what the document says, and a wrong answer is not', async () => {
  const app = await shop()
  const { call, superuser } = app
  const { record: token } = await guestAnd(app)
  const made = await app.record('dishes', { title: 'Soto', price: 3, kind: 'soup', tags: ['hot'], cost: 1 })
  await app.record('dishes', { title: 'Nothing else' })
  const judge = (spec: object) => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { binary: true } })
    ajv.addSchema({ $id: 'http://dapur.test/api', ...spec })
    return (name: string, value: unknown): unknown => {
      const check = ajv.compile({ $ref: `http://dapur.test/api#/components/schemas/${name}` })
      return check(value) ? undefined : check.errors
    }
  }
  const [open, whole] = [judge(await specOf(app)), judge(await specOf(app, superuser))]
  const get = async (path: string, as?: string) => (await call('GET', path, as ? { token: as } : {})).json
  const one = `/api/collections/dishes/records/${made.id}`
  expect(open('DishesRecord', await get(one))).toBeUndefined()
  expect(whole('DishesRecord', await get(one, superuser))).toBeUndefined()
  expect(open('DishesList', await get('/api/collections/dishes/records'))).toBeUndefined()
  expect(open('DishesList', await get('/api/collections/dishes/records?cursor='))).toBeUndefined()
  expect(open('MenuList', await get('/api/collections/menu/records'))).toBeUndefined()
  expect(whole('UsersList', await get('/api/collections/users/records', superuser))).toBeUndefined()
  expect(open('Error', await get(`${one}x`))).toBeUndefined()
  expect(open('Health', await get('/api/health'))).toBeUndefined()
  const change = { 'price+': 2, 'tags+': ['new'], kind: 'rice', place: { lon: 1, lat: 2 }, more: [1] }
  expect(whole('DishesUpdate', change)).toBeUndefined()
  const changed = await call('PATCH', one, { token: superuser, body: change })
  expect([changed.status, whole('DishesRecord', changed.json)]).toEqual([200, undefined])
  const session = await call('POST', '/api/collections/users/auth-refresh', { token: token ?? '' })
  expect(whole('UsersSession', session.json)).toBeUndefined()
  // The control: hidden fields and other words are seen.
  expect(open('DishesRecord', await get(one, superuser))).toBeDefined()
  expect(whole('DishesRecord', { ...made, kind: 'cake' })).toBeDefined()
  expect(whole('DishesCreate', { price: 3 })).toBeDefined()
})

test('beyond: a collection has a JSON Schema, unless it is closed to whoever asks', async () => {
  const app = await shop()
  const made = await app.record('dishes', { title: 'Rawon' })
  const schema = (await app.call('GET', '/api/collections/dishes/schema', { token: app.superuser })).json
  const check = new Ajv2020({ strict: false, formats: { binary: true } }).compile(schema)
  expect([check(made), check({ ...made, price: 'much' })]).toEqual([true, false])
  expect(Object.keys(schema.$defs)).toEqual(['record', 'create', 'update'])
  const open = (await app.call('GET', '/api/collections/dishes/schema')).json
  expect(open.$defs.record.properties.cost).toBeUndefined()
  expect((await app.call('GET', '/api/collections/kitchen_notes/schema')).status).toBe(404)
  expect((await app.call('GET', '/api/collections/none/schema')).status).toBe(404)
})
