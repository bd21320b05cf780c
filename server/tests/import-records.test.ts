import { closeSync, ftruncateSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { on } from '../hooks/on.ts'
import { importFormats } from '../records/import-rows.ts'
import { type Reply, testApp } from './test-app.ts'

const hook = on('record.create', 'dishes', async (event, next) => {
  if (event.record['name'] === 'Hooked') event.reject('Not this one.')
  await next()
})
const { call, collection, dir, record, superuser } = await testApp({ hooks: [hook] }, afterAll)
await collection({
  name: 'dishes',
  fields: [
    { name: 'name', type: 'text', required: true },
    { name: 'price', type: 'number', min: 0 },
    { name: 'soldOut', type: 'bool' },
    { name: 'tags', type: 'select', values: ['hot', 'new'], maxSelect: 2 },
    { name: 'recipe', type: 'json' },
  ],
  indexes: ['CREATE UNIQUE INDEX `idx_dishes_name` ON `dishes` (`name`)'],
})

function importOf(body: string, query = '', name = 'dishes', token = superuser): Promise<Reply> {
  return call('POST', `/api/collections/${name}/records/import?${query}`, {
    token,
    body,
    headers: { 'content-type': 'application/octet-stream' },
  })
}

async function names(): Promise<string[]> {
  const { json } = await call('GET', '/api/collections/dishes/records?sort=name', { token: superuser })
  return json.items.map((item: { name: string }) => item.name)
}

async function empty(): Promise<void> {
  await call('DELETE', '/api/collections/dishes/truncate', { token: superuser })
}

const csv = [
  'id,name,price,soldOut,tags,recipe,unknown',
  'dish00000000001,"Soto ""ayam"", hot",1.5,true,"[""hot"",""new""]","{""a"":[1]}",x',
  'dish00000000002,"Rawon\nspecial",0,false,,,',
].join('\r\n')

test('CSV becomes records, and what is exported can be imported again', async () => {
  await empty()
  const { status, json } = await importOf(`\uFEFF${csv}`)
  expect([status, json]).toEqual([
    200,
    { isDryRun: false, created: 2, updated: 0, failed: 0, ignored: ['unknown'], rows: {} },
  ])
  const path = '/api/collections/dishes/records/export?sort=id&format='
  const before = (await call('GET', `${path}json`, { token: superuser })).json
  expect(before).toMatchObject([
    { name: 'Soto "ayam", hot', price: 1.5, soldOut: true, tags: ['hot', 'new'], recipe: { a: [1] } },
    { name: 'Rawon\nspecial', price: 0, soldOut: false, tags: [], recipe: null },
  ])
  for (const format of ['csv', 'json', 'ndjson']) {
    const { text } = await call('GET', path + format, { token: superuser })
    await empty()
    expect((await importOf(text, `format=${format}&mode=upsert`)).json).toMatchObject({ created: 2 })
    expect((await call('GET', `${path}json`, { token: superuser })).json).toEqual(before)
    expect((await importOf(text, `format=${format}&mode=upsert`)).json).toMatchObject({
      updated: 2,
      created: 0,
    })
  }
})

test('one bad record, and nothing is imported; each is told what is wrong with it', async () => {
  await empty()
  await record('dishes', { name: 'There already' })
  const lines = [
    { name: 'Good' },
    { name: '' },
    { name: 'Costly', price: -1 },
    { name: 'There already' },
    { name: 'Hooked' },
    { name: 'Good' },
  ]
  const text = lines.map((line) => JSON.stringify(line)).join('\n')
  const { status, json } = await importOf(text, 'format=ndjson')
  expect(status).toBe(400)
  expect(json).toMatchObject({
    code: 'import_refused',
    data: {
      rows: {
        '2': { name: { code: 'validation_required' } },
        '3': { price: { code: 'validation_min_number_constraint' } },
        '4': { name: { code: 'validation_not_unique' } },
        '5': { record: { message: 'Not this one.' } },
        '6': { name: { code: 'validation_not_unique' } },
      },
    },
  })
  expect(Object.keys(json.data.rows)).not.toContain('1')
  expect(await names()).toEqual(['There already'])
})

test('a dry run says what would happen, and does nothing', async () => {
  await empty()
  const text = JSON.stringify([{ name: 'One' }, { name: 'Two', price: -5 }, { name: 'Three' }])
  const { status, json } = await importOf(text, 'format=json&dryRun=1')
  expect(status).toBe(200)
  expect(json).toMatchObject({ isDryRun: true, created: 2, failed: 1, rows: { '2': { price: {} } } })
  expect(await names()).toEqual([])
})

test('columns of other names are mapped', async () => {
  await empty()
  const mapping = encodeURIComponent(JSON.stringify({ Gericht: 'name', Preis: 'price' }))
  expect((await importOf('Gericht,Preis\nSoto,5\n', `mapping=${mapping}`)).json).toMatchObject({
    created: 1,
    ignored: [],
  })
  expect(await names()).toEqual(['Soto'])
  const wrong = encodeURIComponent(JSON.stringify({ Preis: 'prize' }))
  expect((await importOf('Preis\n5\n', `mapping=${wrong}`)).json.data).toHaveProperty('mapping')
  expect((await importOf('a\n5\n', 'mapping=nonsense')).json.data).toHaveProperty('mapping')
})

test('accounts come with their passwords', async () => {
  const password = 'sambal-terasi-9'
  await importOf(`email,password\nsri@example.com,${password}\n`, '', 'users')
  const body = { identity: 'sri@example.com', password }
  expect((await call('POST', '/api/collections/users/auth-with-password', { body })).status).toBe(200)
})

test('thousands of records go in as one, and others are served meanwhile', async () => {
  await empty()
  const rows = 3000
  const text = Array.from({ length: rows }, (_, i) => `{"name":"Dish ${i}","price":${i}}`).join('\n')
  let served = 0
  const look = async (): Promise<void> => {
    if ((await call('GET', '/api/health')).status === 200) served++
  }
  const timer = setInterval(() => void look(), 5)
  const importing = importOf(text, 'format=ndjson').finally(() => clearInterval(timer))
  expect((await importing).json).toMatchObject({ created: rows, failed: 0 })
  expect(served).toBeGreaterThan(2)
  const count = await call('GET', '/api/collections/dishes/records?perPage=1', { token: superuser })
  expect(count.json.totalItems).toBe(rows)
})

test.each<[what: string, text: string, query: string]>([
  ['a CSV line with too many cells', 'name\nSoto\na,b\n', ''],
  ['an open quote', 'name\n"Soto\n', ''],
  ['a line that is no JSON', '{"name":"Soto"}\nnonsense', 'format=ndjson'],
  ['a record that is no object', '[1]', 'format=json'],
  ['a file that is no list', '{"name":"Soto"}', 'format=json'],
])('%s is said to be unreadable, and nothing stays', async (_, text, query) => {
  await empty()
  const { status, json } = await importOf(text, query)
  expect([status, json.code]).toEqual([400, 'import_unreadable'])
  expect(await names()).toEqual([])
})

test('an array that is too long to be parsed as one is refused before it is read', async () => {
  const file = join(dir, 'long.json')
  const handle = openSync(file, 'w')
  ftruncateSync(handle, 128 * 1024 * 1024 + 1)
  closeSync(handle)
  const rows = importFormats.get('json')?.(file)[Symbol.asyncIterator]()
  await expect(rows?.next()).rejects.toMatchObject({ code: 'import_unreadable', status: 400 })
})

test('only superusers import, into what there is, in ways that there are; no file is left', async () => {
  const path = '/api/collections/dishes/records/import'
  expect((await call('POST', path, { body: csv })).status).toBe(401)
  expect((await importOf(csv, '', 'nothing')).status).toBe(404)
  expect((await importOf(csv, 'format=xlsx')).json.data).toHaveProperty('format')
  expect((await importOf(csv, 'mode=merge')).json.data).toHaveProperty('mode')
  expect(readdirSync(join(dir, 'tmp')).filter((name) => name.startsWith('import-'))).toEqual([])
})
