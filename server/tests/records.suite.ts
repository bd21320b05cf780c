import { expect, test } from 'vitest'
import type { AppOptions } from '../app.ts'
import { testApp, type TestApp } from './test-app.ts'

const RECORDS = '/api/collections/dishes/records'

/** A small kitchen: dishes with their category, open to everyone. */
async function openKitchen(options: Partial<AppOptions>, rules: object): Promise<TestApp> {
  const app = await testApp(options)
  const categories = await app.collection({
    name: 'categories',
    type: 'base',
    fields: [{ name: 'name', type: 'text', required: true }],
    ...open,
  })
  await app.collection({
    name: 'dishes',
    type: 'base',
    ...rules,
    indexes: ['CREATE UNIQUE INDEX idx_dishes_name ON dishes (name)'],
    fields: [
      { name: 'name', type: 'text', required: true, max: 20 },
      { name: 'price', type: 'number', min: 1 },
      { name: 'isHot', type: 'bool' },
      { name: 'cost', type: 'number', hidden: true },
      { name: 'category', type: 'relation', collectionId: categories.id, maxSelect: 1 },
      { name: 'tags', type: 'select', values: ['new', 'rice', 'soup'], maxSelect: 3 },
      { name: 'created', type: 'autodate', onCreate: true },
      { name: 'updated', type: 'autodate', onCreate: true, onUpdate: true },
    ],
  })
  return app
}

const open = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }

/** The verbs of records through the whole app, for every way to keep data. */
export function recordsSuite(options: Partial<AppOptions>): void {
  const kitchen = (rules: object = open) => openKitchen(options, rules)

  test('data §4.5 create answers 200 with the record, ids in order of time, autodates and zero values', async () => {
    const { call } = await kitchen()
    const { status, json } = await call('POST', RECORDS, {
      body: { name: 'Nasi uduk', price: 18000, tags: ['rice', 'new'] },
    })
    expect(status).toBe(200)
    expect(json).toMatchObject({
      collectionName: 'dishes',
      name: 'Nasi uduk',
      price: 18000,
      isHot: false,
      category: '',
      tags: ['rice', 'new'],
    })
    expect(json.id).toMatch(/^[a-z0-9]{15}$/)
    expect(json.created).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(json.updated).toBe(json.created)
    expect(json).not.toHaveProperty('cost')
    const second = await call('POST', RECORDS, { body: { name: 'Soto' } })
    expect(second.json.id > json.id).toBe(true)
  })

  test('data §4.5 all fields that are wrong are reported at once, with the codes of the contract', async () => {
    const { call, superuser } = await kitchen()
    const reply = await call('POST', RECORDS, {
      body: { name: '', price: 0.5, category: 'nobodynobody123', tags: ['spicy'] },
    })
    expect(reply.status).toBe(400)
    expect(codes(reply.json)).toEqual({
      name: 'validation_required',
      price: 'validation_min_number_constraint',
      category: 'validation_missing_rel_records',
      tags: 'validation_invalid_value',
    })
    const { json } = await call('GET', RECORDS, { token: superuser })
    expect(json.totalItems).toBe(0)
  })

  test('data §4.5 a value that has to be unique is an error of its field', async () => {
    const { call, record } = await kitchen()
    await record('dishes', { name: 'Rawon' })
    const reply = await call('POST', RECORDS, { body: { name: 'Rawon' } })
    expect(reply.status).toBe(400)
    expect(codes(reply.json)).toEqual({ name: 'validation_not_unique' })
  })

  test('data §4.12 a client may choose the id, within its pattern and once', async () => {
    const { call } = await kitchen()
    expect((await call('POST', RECORDS, { body: { id: 'abcdefghij12345', name: 'A' } })).json.id).toBe(
      'abcdefghij12345',
    )
    expect(codes((await call('POST', RECORDS, { body: { id: 'short', name: 'B' } })).json)).toEqual({
      id: 'validation_min_text_constraint',
    })
    expect(codes((await call('POST', RECORDS, { body: { id: 'abcdefghij12345', name: 'C' } })).json)).toEqual(
      {
        id: 'validation_not_unique',
      },
    )
  })

  test('data §4.7 update changes what it names, bumps autodates and applies modifiers', async () => {
    const { call, record } = await kitchen()
    const dish = await record('dishes', { name: 'Pecel', price: 10, tags: ['new'] })
    const { status, json } = await call('PATCH', `${RECORDS}/${dish.id}`, {
      body: { 'price+': 5, 'tags+': 'rice', 'tags-': 'new' },
    })
    expect(status).toBe(200)
    expect(json).toMatchObject({ name: 'Pecel', price: 15, tags: ['rice'], created: dish.created })
    expect(json.updated >= dish.updated).toBe(true)
    expect(
      (await call('PATCH', `${RECORDS}/${dish.id}`, { body: { id: 'abcdefghij12345' } })).json.data.id.code,
    ).toBe('validation_pk_change')
    expect((await call('PATCH', `${RECORDS}/missingmissing1`, { body: {} })).status).toBe(404)
  })

  test('data §4.8 delete answers 204, takes cascading records along and empties other relations', async () => {
    const { call, collection, record } = await kitchen()
    const category = await record('categories', { name: 'Soups' })
    const dish = await record('dishes', { name: 'Soto', category: category.id })
    const reviews = {
      name: 'reviews',
      type: 'base',
      ...open,
      fields: [{ name: 'dish', type: 'relation', collectionId: dish.collectionId, cascadeDelete: true }],
    }
    await collection(reviews)
    const review = await record('reviews', { dish: dish.id })
    expect((await call('DELETE', `/api/collections/categories/records/${category.id}`)).status).toBe(204)
    expect((await call('GET', `${RECORDS}/${dish.id}`)).json.category).toBe('')
    expect((await call('DELETE', `${RECORDS}/${dish.id}`)).status).toBe(204)
    expect((await call('GET', `/api/collections/reviews/records/${review.id}`)).status).toBe(404)
  })

  test('data §4.8 a delete that would leave a required relation empty is refused and changes nothing', async () => {
    const { call, collection, record } = await kitchen()
    const category = await record('categories', { name: 'Soups' })
    const fields = [
      { name: 'category', type: 'relation', collectionId: category.collectionId, required: true },
    ]
    await collection({ name: 'shelves', type: 'base', ...open, fields })
    await record('shelves', { category: category.id })
    expect((await call('DELETE', `/api/collections/categories/records/${category.id}`)).status).toBe(400)
    expect((await call('GET', `/api/collections/categories/records/${category.id}`)).status).toBe(200)
  })

  test('data §4.8 a cascade over more than a thousand records runs in a transaction of its own', async () => {
    const { call, collection, superuser } = await kitchen()
    const nodes = await collection({ name: 'nodes', type: 'base', ...open, fields: [] })
    const fields = [
      ...nodes.fields,
      { name: 'parent', type: 'relation', collectionId: nodes.id, cascadeDelete: true },
    ]
    await call('PATCH', '/api/collections/nodes', { token: superuser, body: { fields } })
    const ids = Array.from({ length: 1500 }, (_, i) => `node${String(i).padStart(11, '0')}`)
    for (let from = 0; from < ids.length; from += 250) {
      await Promise.all(
        ids.slice(from, from + 250).map((id, i) =>
          call('POST', '/api/collections/nodes/records', {
            body: { id, parent: from + i === 0 ? '' : ids[0] },
          }),
        ),
      )
    }
    const list = '/api/collections/nodes/records?perPage=1'
    expect((await call('GET', list)).json.totalItems).toBe(1500)
    expect((await call('DELETE', `/api/collections/nodes/records/${ids[0]}`)).status).toBe(204)
    expect((await call('GET', list)).json.totalItems).toBe(0)
  })

  test('data §4.1 the matrix of rules: null is closed, a text has to hold, nothing is told', async () => {
    const { call, record } = await kitchen({
      listRule: 'isHot = true',
      viewRule: 'isHot = true',
      createRule: 'isHot = true',
      updateRule: null,
      deleteRule: 'isHot = true',
    })
    const hot = await record('dishes', { name: 'Rendang', isHot: true })
    const mild = await record('dishes', { name: 'Opor' })
    expect((await call('GET', RECORDS)).json.items.map((item: { name: string }) => item.name)).toEqual([
      'Rendang',
    ])
    expect((await call('GET', `${RECORDS}/${hot.id}`)).status).toBe(200)
    expect((await call('GET', `${RECORDS}/${mild.id}`)).status).toBe(404)
    expect((await call('POST', RECORDS, { body: { name: 'Ayam', isHot: false } })).json).toMatchObject({
      status: 400,
      data: {},
    })
    expect((await call('POST', RECORDS, { body: { name: 'Ayam', isHot: true } })).status).toBe(200)
    expect((await call('PATCH', `${RECORDS}/${hot.id}`, { body: {} })).status).toBe(403)
    expect((await call('DELETE', `${RECORDS}/${mild.id}`)).status).toBe(404)
    expect((await call('DELETE', `${RECORDS}/${hot.id}`)).status).toBe(204)
    expect((await call('GET', '/api/collections/nothing/records')).status).toBe(404)
  })

  test('data §4.3 list pages, sorts, filters, counts, and skips the count when asked', async () => {
    const { call, record } = await kitchen()
    for (let price = 1; price <= 7; price++) await record('dishes', { name: `Dish ${price}`, price })
    const names = async (query: string) =>
      (await call('GET', `${RECORDS}?${query}`)).json.items.map((item: { price: number }) => item.price)
    expect(await names('sort=-price&perPage=3&page=2')).toEqual([4, 3, 2])
    expect(await names(`filter=${encodeURIComponent('price > 5 || price = 2')}&sort=price`)).toEqual([
      2, 6, 7,
    ])
    const page = (await call('GET', `${RECORDS}?perPage=3&page=3`)).json
    expect(page).toMatchObject({ page: 3, perPage: 3, totalItems: 7, totalPages: 3 })
    expect((await call('GET', `${RECORDS}?perPage=2&skipTotal=1`)).json).toMatchObject({
      totalItems: -1,
      totalPages: -1,
    })
    expect((await call('GET', `${RECORDS}?page=9`)).json).toMatchObject({ items: [], totalItems: 7 })
  })

  test('data §5.8 a client filter that cannot be used is 400, one that reaches out is 403', async () => {
    const { call, superuser } = await kitchen()
    const status = async (filter: string) =>
      (await call('GET', `${RECORDS}?filter=${encodeURIComponent(filter)}`)).status
    expect(await status('price >')).toBe(400)
    expect(await status('nothing = 1')).toBe(400)
    expect(await status('cost > 1')).toBe(400)
    expect(await status('@collection.users.id != ""')).toBe(403)
    expect(await status('@request.auth.id != ""')).toBe(403)
    expect((await call('GET', `${RECORDS}?sort=cost`)).status).toBe(400)
    const asSuperuser = await call('GET', `${RECORDS}?filter=${encodeURIComponent('price > > 1')}`, {
      token: superuser,
    })
    expect(asSuperuser.json.data.filter.params).toEqual({ from: 8, to: expect.any(Number) })
  })

  test('data §4.10 expand shows related records, forward and back, under their own rules', async () => {
    const { call, record, superuser } = await kitchen()
    const category = await record('categories', { name: 'Soups' })
    const dish = await record('dishes', { name: 'Soto', category: category.id })
    const forward = await call('GET', `${RECORDS}/${dish.id}?expand=category`)
    expect(forward.json.expand.category).toMatchObject({ id: category.id, name: 'Soups' })
    const back = await call(
      'GET',
      `/api/collections/categories/records/${category.id}?expand=dishes_via_category.category`,
    )
    expect(back.json.expand.dishes_via_category[0]).toMatchObject({
      name: 'Soto',
      expand: { category: { name: 'Soups' } },
    })
    expect(
      (await call('GET', `${RECORDS}/${dish.id}?expand=nothing,category.nothing`)).json,
    ).not.toHaveProperty('expand')
    await call('PATCH', '/api/collections/categories', { token: superuser, body: { viewRule: null } })
    expect((await call('GET', `${RECORDS}/${dish.id}?expand=category`)).json).not.toHaveProperty('expand')
  })

  test('data §1.7 fields keeps what was asked for, in lists item by item', async () => {
    const { call, record } = await kitchen()
    const category = await record('categories', { name: 'Soups' })
    await record('dishes', { name: 'Soto', category: category.id })
    const { json } = await call('GET', `${RECORDS}?fields=name,expand.category.name&expand=category`)
    expect(json).toEqual({
      page: 1,
      perPage: 30,
      totalItems: 1,
      totalPages: 1,
      items: [{ name: 'Soto', expand: { category: { name: 'Soups' } } }],
    })
  })

  test('data §4.2 hidden fields are for superusers alone, to read and to write', async () => {
    const { call, superuser, record } = await kitchen()
    const dish = await record('dishes', { name: 'Soto', cost: 9 })
    expect(dish.cost).toBe(9)
    const body = { cost: 1 }
    expect((await call('PATCH', `${RECORDS}/${dish.id}`, { body })).json).not.toHaveProperty('cost')
    expect((await call('GET', `${RECORDS}/${dish.id}`, { token: superuser })).json.cost).toBe(9)
  })
}

function codes(json: { data: Record<string, { code: string }> }): Record<string, string> {
  return Object.fromEntries(Object.entries(json.data).map(([field, { code }]) => [field, code]))
}
