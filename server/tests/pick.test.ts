import { expect, test } from 'vitest'
import { testApp, type TestApp } from './test-app.ts'

const DISHES = '/api/collections/dishes/records'

async function kitchen(): Promise<TestApp & { readonly dish: string }> {
  const app = await testApp()
  const open = { type: 'base', listRule: '', viewRule: '', createRule: '', updateRule: '' }
  const cooks = await app.collection({ ...open, name: 'cooks', fields: [{ name: 'name', type: 'text' }] })
  const fields = [
    { name: 'name', type: 'text' },
    { name: 'text', type: 'editor' },
    { name: 'cooks', type: 'relation', collectionId: cooks.id, maxSelect: 9 },
  ]
  await app.collection({ ...open, name: 'dishes', fields })
  const ids = []
  for (const name of ['Siti', 'Budi']) ids.push((await app.record('cooks', { name })).id)
  const text = '<h1>Nasi uduk</h1><p>Rice in <b>coconut</b> milk</p><script>no()</script>'
  const { id } = await app.record('dishes', { name: 'Nasi uduk', text, cooks: ids })
  return { ...app, dish: id }
}

test('data §1.7 fields of a list, of its expands, and an excerpt', async () => {
  const { call, dish } = await kitchen()
  const { json } = await call(
    'GET',
    `${DISHES}?expand=cooks&fields=id,text:excerpt(12,true),expand.cooks.name`,
  )
  expect(json).toEqual({
    page: 1,
    perPage: 30,
    totalItems: 1,
    totalPages: 1,
    items: [{ id: dish, text: 'Nasi uduk Ri...', expand: { cooks: [{ name: 'Siti' }, { name: 'Budi' }] } }],
  })
  const nested = await call('GET', `${DISHES}/${dish}?expand=cooks&fields=*,text:excerpt(4),expand.*.id`)
  expect(nested.json).toMatchObject({ id: dish, name: 'Nasi uduk', text: 'Nasi' })
  expect(Object.keys(nested.json.expand.cooks[0])).toEqual(['id'])
})

test('data §1.7 fields of what a write answers, of the first parameter only, and never of an error', async () => {
  const { call, dish } = await kitchen()
  const made = await call('POST', `${DISHES}?fields=name&fields=id`, { body: { name: 'Soto' } })
  expect(made.json).toEqual({ name: 'Soto' })
  const changed = await call('PATCH', `${DISHES}/${dish}?fields=%20name%20%2C`, { body: { name: 'Pecel' } })
  expect(changed.json).toEqual({ name: 'Pecel' })
  expect((await call('GET', `${DISHES}/missing?fields=id`)).json).toMatchObject({ status: 404, data: {} })
  expect(Object.keys((await call('GET', `${DISHES}/${dish}?fields=`)).json)).toContain('collectionId')
})

test('data §1.7 a broken parameter is refused before anything is written', async () => {
  const { call } = await kitchen()
  for (const fields of ['name:lower', 'name:excerpt(0)', 'name:excerpt', "'name", 'name('])
    expect((await call('POST', `${DISHES}?fields=${fields}`, { body: {} })).status).toBe(400)
  expect((await call('GET', DISHES)).json.totalItems).toBe(1)
})

test('data §1.7 other answers can be picked from, too', async () => {
  const { call, superuser } = await kitchen()
  const { json } = await call('GET', '/api/collections?fields=name,fields.name&perPage=2', {
    token: superuser,
  })
  for (const item of json.items) expect(Object.keys(item).toSorted()).toEqual(['fields', 'name'])
  expect((await call('GET', '/api/health?fields=code')).json).toEqual({ code: 200 })
})
