import { afterAll, expect, test } from 'vitest'
import { type Reply, testApp } from './test-app.ts'

const { app, call, collection, record, signIn, superuser } = await testApp({}, afterAll)
await collection({
  name: 'dishes',
  fields: [
    { name: 'name', type: 'text' },
    { name: 'price', type: 'number' },
    { name: 'soldOut', type: 'bool' },
    { name: 'tags', type: 'select', values: ['hot', 'new'], maxSelect: 2 },
    { name: 'recipe', type: 'json' },
    { name: 'secret', type: 'text', hidden: true },
  ],
})
await record('dishes', { id: 'dish00000000001', name: 'Soto "ayam", hot', price: 1.5, tags: ['hot', 'new'] })
await record('dishes', {
  id: 'dish00000000002',
  name: 'Rawon\nspecial',
  soldOut: true,
  recipe: { a: [1] },
  secret: 's',
})
await record('dishes', { id: 'dish00000000003', name: '', price: 9 })

function exportOf(query: string, name = 'dishes', token = superuser): Promise<Reply> {
  return call('GET', `/api/collections/${name}/records/export?${query}`, { token })
}

test('CSV has a head, and every cell is read back as it was (RFC 4180)', async () => {
  const { status, headers, text } = await exportOf('sort=id')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toContain('text/csv')
  expect(headers.get('content-disposition')).toBe('attachment; filename=dishes.csv')
  expect(text).toBe(
    [
      'id,name,price,soldOut,tags,recipe,secret',
      'dish00000000001,"Soto ""ayam"", hot",1.5,false,"[""hot"",""new""]",,',
      'dish00000000002,"Rawon\nspecial",0,true,[],"{""a"":[1]}",s',
      'dish00000000003,,9,false,[],,',
      '',
    ].join('\r\n'),
  )
})

test('JSON and JSON lines hold the same records, filtered, sorted, in the columns that were asked for', async () => {
  const query = 'fields=name,price&sort=-price&filter=price>0'
  const expected = [
    { name: '', price: 9 },
    { name: 'Soto "ayam", hot', price: 1.5 },
  ]
  const json = await exportOf(`${query}&format=json`)
  expect(json.json).toEqual(expected)
  const lines = await exportOf(`${query}&format=ndjson`)
  expect(
    lines.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(expected)
  expect((await exportOf('format=json&filter=price>99')).json).toEqual([])
})

test('many pages follow each other without a gap, and without all of them in memory', async () => {
  await collection({ name: 'many', fields: [{ name: 'n', type: 'number' }] })
  const rows = 2300
  await call('POST', '/api/sql', {
    token: superuser,
    body: {
      query: `INSERT INTO many (id, n) WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${rows})
        SELECT printf('r%014d', i), i FROM c`,
    },
  })
  const path = '/api/collections/many/records/export?format=ndjson&sort=-n'
  const response = await app.fetch(
    new Request(`http://127.0.0.1${path}`, { headers: { authorization: superuser } }),
  )
  const chunks: string[] = []
  for await (const chunk of response.body ?? []) chunks.push(new TextDecoder().decode(chunk))
  expect(chunks.length).toBeGreaterThan(4)
  const found = chunks
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).n)
  expect(found).toEqual(Array.from({ length: rows }, (_, i) => rows - i))
})

test('passwords and token keys are in no export', async () => {
  const account = { password: 'sambal-terasi-9', passwordConfirm: 'sambal-terasi-9' }
  await record('users', { email: 'sri@example.com', ...account })
  const { text } = await exportOf('', 'users')
  expect(text).toContain('sri@example.com')
  expect(text).not.toMatch(/password|tokenKey|argon2/)
  const asked = await exportOf('fields=id,tokenKey', 'users')
  expect([asked.status, Object.keys(asked.json.data)]).toEqual([400, ['fields']])
  expect((await exportOf('fields=password', 'users')).status).toBe(400)
})

test('only superusers export, and bad wishes are refused before anything is sent', async () => {
  const path = '/api/collections/dishes/records/export'
  expect((await call('GET', path)).status).toBe(401)
  expect((await exportOf('', 'dishes', await signIn('users', 'sri@example.com'))).status).toBe(403)
  expect((await exportOf('', 'nothing')).status).toBe(404)
  expect((await exportOf('format=xlsx')).json.data).toHaveProperty('format')
  expect((await exportOf('fields=nme')).json.data).toHaveProperty('fields')
  expect((await exportOf('filter=nme=1')).status).toBe(400)
})
