import { describe, expect, test } from 'vitest'
import type { AppOptions } from '../app.ts'
import type { StorageDialect } from '../storage/dialect.ts'
import { lateStorage } from '../storage/late.suite.ts'
import { sqlite } from '../storage/sqlite.ts'
import { type Reply, testApp, type TestApp } from './test-app.ts'

const LIST = '/api/collections/dishes/records'

/** Dishes with equal prices, empty texts, and notes that are null, numbers, texts and objects. */
async function kitchen(options: Partial<AppOptions> = {}): Promise<TestApp> {
  const app = await testApp(options)
  const categories = await app.collection({
    name: 'categories',
    type: 'base',
    listRule: '',
    fields: [{ name: 'title', type: 'text' }],
  })
  await app.collection({
    name: 'dishes',
    type: 'base',
    listRule: '',
    createRule: '',
    indexes: ['CREATE INDEX idx_dishes_price ON dishes (price)'],
    fields: [
      { name: 'name', type: 'text' },
      { name: 'price', type: 'number' },
      { name: 'note', type: 'json' },
      { name: 'text', type: 'editor' },
      { name: 'tags', type: 'select', values: ['new', 'rice', 'soup'], maxSelect: 3 },
      { name: 'category', type: 'relation', collectionId: categories.id, maxSelect: 1 },
    ],
  })
  const notes = [null, 'b', 3, 'a', null, { x: 1 }, 2.5, '']
  const names = ['Soto', '', 'Rawon', 'soto', 'Élan', '']
  for (let i = 0; i < 23; i++) {
    const tags = i % 3 === 0 ? ['new'] : i % 3 === 1 ? [] : ['rice', 'soup']
    await app.record('dishes', { name: names[i % 6], price: i % 4, note: notes[i % 8], tags })
  }
  return app
}

const get = (app: TestApp, query: Record<string, string>, token?: string): Promise<Reply> =>
  app.call('GET', `${LIST}?${new URLSearchParams(query).toString()}`, token === undefined ? {} : { token })

/** All ids, page after page. */
async function walk(
  app: TestApp,
  query: Record<string, string>,
  between?: () => Promise<unknown>,
): Promise<string[]> {
  const ids: string[] = []
  let cursor = ''
  for (let pages = 0; pages < 100; pages++) {
    const { status, json } = await get(app, { perPage: '4', ...query, cursor })
    expect(status).toBe(200)
    ids.push(...json.items.map((item: { id: string }) => item.id))
    if (json.nextCursor === null) return ids
    cursor = json.nextCursor
    await between?.()
  }
  throw new Error('the pages do not end')
}

const late: StorageDialect = {
  name: 'sqlite',
  open: async (options) => lateStorage(await sqlite.open(options)),
}

const sorts = [
  '',
  'price',
  '-price',
  'name',
  '-name',
  'note',
  '-note',
  '-tags,price',
  'price,-name,note',
  '-note,-price',
  'id',
  '-id',
  'price,id,name',
  '-price,-id',
  '@rowid',
  '-@rowid',
]

describe.each([
  ['on SQLite', {}],
  ['on a database that answers late', { dialect: late }],
])('%s', (_, options) => {
  test('data §4.3 pages of a cursor hold every record once, in the order of the sort, equal ones by id', async () => {
    const app = await kitchen(options)
    for (const sort of sorts) {
      const whole = await get(app, { perPage: '100', sort: sort === '' ? 'id' : `${sort},id` })
      const expected = whole.json.items.map((item: { id: string }) => item.id)
      expect(await walk(app, { sort }), sort).toEqual(expected)
      expect(expected, sort).toHaveLength(23)
    }
  })
})

test('data §4.3 a page of a cursor has no total, and says where the next one begins', async () => {
  const app = await kitchen()
  const first = await get(app, { cursor: '', perPage: '22', sort: 'name' })
  expect(first.json).toMatchObject({ page: 1, perPage: 22, totalItems: -1, totalPages: -1 })
  expect(first.text.indexOf('"nextCursor"')).toBeGreaterThan(first.text.indexOf('"totalPages"'))
  const last = await get(app, { cursor: first.json.nextCursor, perPage: '22', sort: 'name' })
  expect(last.json).toMatchObject({ items: [{}], nextCursor: null })
  expect((await get(app, { cursor: '', perPage: '23' })).json.nextCursor).toBeNull()
  expect((await get(app, { cursor: '', filter: 'price > 99' })).json).toMatchObject({
    items: [],
    nextCursor: null,
  })
  expect((await get(app, { page: '1' })).json).not.toHaveProperty('nextCursor')
  const { json } = await get(app, { cursor: '', perPage: '2', fields: 'name' })
  expect(json).toMatchObject({ items: [{ name: expect.any(String) }, {}], nextCursor: expect.any(String) })
  expect(Object.keys(json.items[1])).toEqual(['name'])
})

test('data §4.3 a filter and a list rule hold on every page', async () => {
  const app = await kitchen()
  const filter = 'price > 0 && tags:each ?= "rice"'
  const whole = await get(app, { perPage: '100', sort: '-price,id', filter })
  const ids = whole.json.items.map((item: { id: string }) => item.id)
  expect(ids.length).toBeGreaterThan(4)
  expect(await walk(app, { sort: '-price', filter })).toEqual(ids)
  await app.call('PATCH', '/api/collections/dishes', {
    token: app.superuser,
    body: { listRule: 'price = 2' },
  })
  expect(await walk(app, { sort: '-price', filter: '' })).toHaveLength(6)
})

test('data §4.3 records that are written while somebody pages are neither lost nor repeated', async () => {
  const app = await kitchen()
  for (const sort of ['-price', 'name', '@rowid']) {
    const before = (await get(app, { perPage: '500', sort: `${sort},id` })).json.items.map(
      (item: { id: string }) => item.id,
    )
    let turns = 0
    const seen = await walk(app, { sort }, async () => {
      if (turns++ > 3) return
      for (const price of [-1, 1, 2, 99])
        await app.record('dishes', { name: price > 50 ? '' : 'Soto', price })
    })
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.filter((id) => before.includes(id))).toEqual(before)
    await app.call('POST', '/api/sql', {
      token: app.superuser,
      body: { query: `DELETE FROM dishes WHERE id NOT IN (${before.map((id: string) => `'${id}'`)})` },
    })
  }
})

test('data §4.3 the record that a cursor stands at may be deleted', async () => {
  const app = await kitchen()
  const first = await get(app, { cursor: '', perPage: '4', sort: '-price' })
  const id = first.json.items[3].id
  expect((await app.call('DELETE', `${LIST}/${id}`, { token: app.superuser })).status).toBe(204)
  const rest = await walk(app, { sort: '-price', cursor: first.json.nextCursor })
  expect(rest).toHaveLength(22)
})

test('data §4.3 a cursor is good for its list only: changed, foreign and invented ones are 400', async () => {
  const app = await kitchen()
  await app.collection({
    name: 'others',
    type: 'base',
    listRule: '',
    fields: [{ name: 'price', type: 'number' }],
  })
  const { nextCursor } = (await get(app, { cursor: '', perPage: '4', sort: 'price', filter: 'price > 0' }))
    .json
  const list = { cursor: nextCursor, sort: 'price', filter: 'price > 0' }
  expect((await get(app, list)).status).toBe(200)
  expect((await get(app, { ...list, perPage: '7' })).status).toBe(200)
  const swapped = nextCursor[20] === 'A' ? 'B' : 'A'
  const refused = [
    await get(app, { ...list, sort: '-price' }),
    await get(app, { ...list, filter: 'price > 1' }),
    await get(app, { cursor: nextCursor, sort: 'price' }),
    await get(app, list, app.superuser),
    await app.call('GET', `/api/collections/others/records?${new URLSearchParams(list).toString()}`),
    await get(app, { ...list, cursor: `${nextCursor.slice(0, 20)}${swapped}${nextCursor.slice(21)}` }),
    await get(app, { ...list, cursor: nextCursor.slice(0, -1) }),
    await get(app, { ...list, cursor: `${nextCursor}!` }),
    await get(app, { ...list, cursor: 'WyJhIl0' }),
    await get(app, { ...list, cursor: '%00' }),
  ]
  for (const { status, json } of refused) expect([status, json.code]).toEqual([400, 'cursor_broken'])
})

test('data §4.9 a cursor follows columns of its collection: other orders are 400 and say why', async () => {
  const app = await kitchen()
  for (const [sort, why] of [
    ['@random', 'random'],
    ['category.title', 'category.title'],
    ['name:lower', 'name:lower'],
    ['note.x', 'note.x'],
  ] as const) {
    const { status, json } = await get(app, { cursor: '', sort })
    expect([status, json.code]).toEqual([400, 'cursor_broken'])
    expect(json.message).toContain(why)
  }
  expect((await get(app, { cursor: '', sort: 'nothing' })).status).toBe(400)
})

test('data §4.9 a sort by texts that fit into no address is 400', async () => {
  const app = await kitchen()
  for (let i = 0; i < 3; i++) await app.record('dishes', { name: 'z', text: 'x'.repeat(5000) })
  expect((await get(app, { cursor: '', perPage: '1', sort: '-text' })).json.code).toBe('cursor_broken')
  expect((await get(app, { cursor: '', perPage: '1', sort: '-name' })).status).toBe(200)
})

test('data §4.2 a cursor does not tell the addresses that it stands at', async () => {
  const app = await testApp()
  await app.call('PATCH', '/api/collections/users', { token: app.superuser, body: { listRule: '' } })
  for (const name of ['ani', 'budi', 'citra']) {
    const email = `${name}@example.com`
    await app.record('users', { email, password: 'sambal-terasi-9', passwordConfirm: 'sambal-terasi-9' })
  }
  const { json } = await app.call('GET', '/api/collections/users/records?sort=email&cursor=&perPage=1')
  expect(json.items[0]).not.toHaveProperty('email')
  expect(Buffer.from(json.nextCursor, 'base64url').toString()).not.toContain('ani')
})

test('data §2.8 a view is paged by a cursor, its NULLs included', async () => {
  const app = await kitchen()
  await app.collection({
    name: 'menu',
    type: 'view',
    listRule: '',
    viewQuery: `select id, name, nullif(price, 2) as cost from dishes`,
  })
  const pages = async (sort: string): Promise<string[]> => {
    const ids: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = new URLSearchParams({ perPage: '3', sort, cursor })
      const { json } = await app.call('GET', `/api/collections/menu/records?${query.toString()}`)
      ids.push(...json.items.map((item: { id: string }) => item.id))
      cursor = json.nextCursor
    }
    return ids
  }
  for (const sort of ['cost', '-cost']) {
    const { json } = await app.call('GET', `/api/collections/menu/records?perPage=100&sort=${sort},id`)
    expect(await pages(sort)).toEqual(json.items.map((item: { id: string }) => item.id))
  }
})
