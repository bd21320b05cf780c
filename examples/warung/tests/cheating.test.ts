import { ApiError, type BatchReply, type Client, filter } from '@dapur/sdk'
import { expect, test } from 'vitest'
import type { DishesRecord, ItemsCreate, OrdersCreate, Schema } from '../dapur.d.ts'
import { openWarung } from './open-warung.ts'

const warung = openWarung()

/** An order as the client would have it: what is left out is honest. */
interface Order {
  order?: Partial<OrdersCreate> & Record<string, unknown>
  items: readonly (Partial<ItemsCreate> & Record<string, unknown>)[]
}

const idOf = (client: Client<Schema>): string => client.auth.session?.record.id ?? ''

async function dish(name: string): Promise<DishesRecord> {
  const owner = await warung.owner()
  const { items } = await owner.collection('dishes').list({ filter: filter`name = ${name}` })
  const [found] = items
  if (!found) throw new Error(`${name} is not on the menu.`)
  return found
}

function send(client: Client<Schema>, { order, items }: Order): Promise<BatchReply[]> {
  return client.batch((batch) => {
    const { id } = batch.collection('orders').create({ guest: idOf(client), table: 4, ...order })
    for (const item of items) batch.collection('items').create({ order: id, dish: '', count: 1, ...item })
  })
}

/** Refused as a whole: what was wrong, by the place of the request. Fails when it was not refused, or something stayed. */
async function refused(client: Client<Schema>, order: Order): Promise<ApiError> {
  const before = await counts()
  const error = await send(client, order).then(
    () => undefined,
    (caught: unknown) => caught,
  )
  if (!(error instanceof ApiError)) throw new Error('It was not refused.', { cause: error })
  expect(error.status).toBe(400)
  expect(await counts()).toEqual(before)
  return error
}

/** How many orders and items there are, whoever they belong to. */
async function counts(): Promise<number[]> {
  const owner = await warung.owner()
  const names = ['orders', 'items'] as const
  return Promise.all(
    names.map(async (name) => (await owner.collection(name).list({ perPage: 1 })).totalItems),
  )
}

async function statusOf(answer: Promise<unknown>): Promise<number> {
  return answer.then(
    () => 200,
    (error: unknown) => (error instanceof ApiError ? error.status : 0),
  )
}

test('the total of an honest order is computed from the prices of its dishes, in one batch', async () => {
  const [guest, rawon, klepon] = [await warung.guest(), await dish('Rawon'), await dish('Klepon')]
  const items = [
    { dish: rawon.id, count: 1 },
    { dish: klepon.id, count: 3 },
  ]
  const [first] = await send(guest, { items })
  const order = await guest.collection('orders').get(first?.body?.id ?? '', { expand: 'items_via_order' })
  expect(order).toMatchObject({ status: 'new', total: rawon.price + 3 * klepon.price, guest: idOf(guest) })
  expect(order.expand.items_via_order.map(({ price, count }) => [price, count])).toEqual(
    expect.arrayContaining([
      [rawon.price, 1],
      [klepon.price, 3],
    ]),
  )
})

test('many orders at once do not disturb each other', async () => {
  const [rawon, klepon] = [await dish('Rawon'), await dish('Klepon')]
  const guests = await Promise.all(Array.from({ length: 5 }, () => warung.guest()))
  const items = [
    { dish: rawon.id, count: 2 },
    { dish: klepon.id, count: 5 },
  ]
  await Promise.all([...guests, ...guests, ...guests].map((guest) => send(guest, { items })))
  const lists = await Promise.all(guests.map((guest) => guest.collection('orders').list()))
  const totals = lists.map((list) => list.items.map(({ total }) => total))
  const total = 2 * rawon.price + 5 * klepon.price
  expect(totals).toEqual(guests.map(() => [total, total, total]))
})

test.each([
  ['a total', { order: { total: 1 } }],
  ['a total of nothing', { order: { total: 0 } }],
  ['a total by a modifier', { order: { 'total-': 1_000_000 } }],
  ['a status', { order: { status: 'served' } }],
  ['no table', { order: { table: 0 } }],
  ['a price', { item: { price: 1 } }],
  ['a price of nothing', { item: { price: 0 } }],
  ['a price by a modifier', { item: { 'price+': 1 } }],
  ['a negative count', { item: { count: -3 } }],
  ['a count of zero', { item: { count: 0 } }],
  ['half a dish', { item: { count: 0.5 } }],
  ['far too many', { item: { count: 1e9 } }],
  ['a dish that is not on the menu', { item: { dish: 'abcdefghijklmno' } }],
] satisfies [string, { order?: Record<string, unknown>; item?: Record<string, unknown> }][])(
  'a batch with %s is refused whole, and the order with it',
  async (_, cheat: { order?: Record<string, unknown>; item?: Record<string, unknown> }) => {
    const [guest, rawon] = [await warung.guest(), await dish('Rawon')]
    const honest = { dish: rawon.id, count: 2 }
    await refused(guest, { order: cheat.order ?? {}, items: [honest, { ...honest, ...cheat.item }] })
    // The control: without the cheat the same batch goes through.
    expect(await send(guest, { items: [honest, honest] })).toHaveLength(3)
  },
)

test('what is sold out is refused with a clear error at its item, and nothing of the order stays', async () => {
  const [guest, cook, rendang, rawon] = [
    await warung.guest(),
    await warung.cook(),
    await dish('Rendang'),
    await dish('Rawon'),
  ]
  const items = [{ dish: rawon.id }, { dish: rendang.id }]
  await cook.collection('dishes').update(rendang.id, { isSoldOut: true })
  const error = await refused(guest, { items })
  expect(error.problem('requests.2.response.data.dish')).toEqual({
    code: 'sold_out',
    message: 'Rendang is sold out.',
  })
  await cook.collection('dishes').update(rendang.id, { isSoldOut: false })
  await send(guest, { items })
})

test('a guest orders in no other name, and adds to nobody else’s order', async () => {
  const [sri, budi, rawon] = [await warung.guest(), await warung.guest(), await dish('Rawon')]
  await refused(budi, { order: { guest: idOf(sri) }, items: [{ dish: rawon.id }] })
  const [placed] = await send(sri, { items: [{ dish: rawon.id }] })
  const order = placed?.body?.id ?? ''
  await refused(budi, { items: [{ dish: rawon.id, order }] })
  const { items } = await budi.collection('orders').list()
  expect(items).toEqual([])
  expect((await budi.collection('items').list()).items).toEqual([])
  expect(await statusOf(budi.collection('orders').get(order))).toBe(404)
})

test('an item counts into the total or is not there: alone it is refused, and so it is once the kitchen cooks', async () => {
  const [guest, cook, rawon] = [await warung.guest(), await warung.cook(), await dish('Rawon')]
  const [placed] = await send(guest, { items: [{ dish: rawon.id }] })
  const order = placed?.body?.id ?? ''
  const more = { order, dish: rawon.id, count: 1 }
  const total = async (): Promise<number> => (await guest.collection('orders').get(order)).total
  const addMore = (): Promise<unknown> => guest.batch((batch) => batch.collection('items').create(more))

  expect(await statusOf(guest.collection('items').create(more))).toBe(400)
  expect(await total()).toBe(rawon.price)
  await addMore()
  expect(await total()).toBe(2 * rawon.price)
  await cook.collection('orders').update(order, { status: 'cooking' })
  expect(await statusOf(addMore())).toBe(400)
  expect(await total()).toBe(2 * rawon.price)
})

test('nobody moves a price: not the guest, who writes nothing afterwards, and not the kitchen', async () => {
  const [guest, cook, rawon] = [await warung.guest(), await warung.cook(), await dish('Rawon')]
  const [placed, item] = await send(guest, { items: [{ dish: rawon.id }] })
  const [order, line] = [placed?.body?.id ?? '', item?.body?.id ?? '']
  const orders = guest.collection('orders')
  expect(await statusOf(orders.update(order, { total: 1 }))).toBe(404)
  expect(await statusOf(orders.update(order, { status: 'served' }))).toBe(404)
  expect(await statusOf(orders.delete(order))).toBe(403)
  expect(await statusOf(guest.collection('items').update(line, { count: 9 }))).toBe(403)
  expect(await statusOf(guest.collection('items').delete(line))).toBe(403)
  expect(await statusOf(guest.collection('dishes').update(rawon.id, { price: 1 }))).toBe(404)
  const again = guest.batch((batch) =>
    batch.collection('orders').upsert(order, { guest: idOf(guest), table: 5 }),
  )
  expect(await statusOf(again)).toBe(400)

  for (const cheat of [{ total: 1 }, { 'total+': 1 }, { table: 5 }, { note: 'x' }, { guest: idOf(guest) }])
    expect(await statusOf(cook.collection('orders').update(order, cheat))).toBe(404)
  expect(await statusOf(cook.collection('dishes').update(rawon.id, { price: 1 }))).toBe(404)
  expect(await statusOf(cook.collection('orders').update(order, { status: 'cooking' }))).toBe(200)
  expect(await orders.get(order)).toMatchObject({ total: rawon.price, status: 'cooking', table: 4 })
})

test('a cook is made by a superuser, and orders nothing', async () => {
  const [guest, cook, rawon] = [await warung.guest(), await warung.cook(), await dish('Rawon')]
  const account = { email: 'me@example.com', password: 'a long password', passwordConfirm: 'a long password' }
  expect(await statusOf(guest.collection('staff').create(account))).toBe(403)
  await refused(cook, { items: [{ dish: rawon.id }] })
})
