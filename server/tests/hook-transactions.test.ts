import { expect, test } from 'vitest'
import type { RecordEvent } from '../hooks/events.ts'
import { type Hook, on } from '../hooks/on.ts'
import { testApp, type TestApp } from './test-app.ts'

const open = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }
const ORDERS = '/api/collections/orders/records'

async function openWarung(hooks: readonly Hook[]): Promise<TestApp> {
  const app = await testApp({ hooks })
  await app.collection({
    name: 'dishes',
    type: 'base',
    fields: [
      { name: 'name', type: 'text', required: true },
      { name: 'stock', type: 'number', min: 0 },
    ],
  })
  await app.collection({
    name: 'orders',
    type: 'base',
    ...open,
    fields: [
      { name: 'dish', type: 'text', required: true },
      { name: 'note', type: 'text' },
    ],
  })
  await app.record('dishes', { id: 'soto00000000001', name: 'Soto', stock: 1 })
  return app
}

const order = (app: TestApp, body: object = { dish: 'soto00000000001' }) => app.call('POST', ORDERS, { body })
const stock = async (app: TestApp) =>
  (await app.call('GET', '/api/collections/dishes/records/soto00000000001', { token: app.superuser })).json
    .stock
const count = async (app: TestApp) => (await app.call('GET', ORDERS)).json.totalItems

/** Takes one portion and writes the order in one transaction. */
const takeOne = on<{ dish: string }>('record.create', 'orders', (event, next) =>
  event.transaction(async (tx) => {
    const dish = await tx.find('dishes', event.record.dish)
    if (!dish) return event.reject({ dish: 'There is no such dish.' })
    if (Number(dish['stock']) < 1) event.reject({ dish: { code: 'sold_out', message: 'Sold out.' } })
    await tx.update('dishes', event.record.dish, { 'stock-': 1 })
    await next()
  }),
)

test('services §9.1 a transaction around next() keeps the whole or nothing', async () => {
  const app = await openWarung([takeOne])
  const replies = await Promise.all([order(app), order(app), order(app)])
  expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400, 400])
  expect([await stock(app), await count(app)]).toEqual([0, 1])
  expect((await order(app)).json.data.dish.code).toBe('sold_out')
})

test('services §9.1 what fails in the write undoes what the hook did in the same transaction', async () => {
  const app = await openWarung([
    takeOne,
    on('record.create', 'orders', async (event, next) => {
      event.record['dish'] = ''
      await next()
    }),
  ])
  expect((await order(app)).status).toBe(400)
  expect([await stock(app), await count(app)]).toEqual([1, 0])
})

test('R15 an error after next() in a transaction leaves no record, no event and no work behind', async () => {
  const worked: string[] = []
  const app = await openWarung([
    on('record.create', 'orders', (event, next) =>
      event.transaction(async () => {
        event.afterCommit(() => void worked.push('work'))
        await next()
        throw new Error('changed my mind')
      }),
    ),
  ])
  const events: string[] = []
  app.app.house.changes.afterCommit.add(({ action, collection }) => {
    if (collection.name === 'orders') events.push(action)
  })
  expect((await order(app)).status).toBe(500)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect([await count(app), events, worked]).toEqual([0, [], []])
})

test('services §9.1 a verb that fails undoes only itself, when its error is caught', async () => {
  const app = await openWarung([
    on('record.create', 'orders', async (event, next) => {
      await event.transaction(async (tx) => {
        await tx.create('dishes', { name: 'Rawon' })
        await tx.create('dishes', { name: '' }).catch(() => undefined)
        await Promise.all([tx.create('dishes', { name: 'A' }), tx.create('dishes', { name: 'B' })])
        const [first] = await tx.list('dishes', { filter: 'name = {:name}', params: { name: 'A' } })
        await tx.delete('dishes', String(first?.['id']))
      })
      const names = await event.list('dishes', { sort: 'name' })
      event.record['note'] = names.map(({ name }) => name).join()
      await next()
    }),
  ])
  expect((await order(app)).json.note).toBe('B,Rawon,Soto')
})

test('services §9.1 a value in a filter of a hook is a value, whatever it holds', async () => {
  const app = await openWarung([
    on('record.create', 'orders', async (event, next) => {
      const found = await event.list('dishes', {
        filter: 'name = {:name}',
        params: { name: event.record['note'] },
      })
      event.record['note'] = String(found.length)
      await next()
    }),
  ])
  expect((await order(app, { dish: 'x', note: 'Soto' })).json.note).toBe('1')
  expect((await order(app, { dish: 'x', note: '" || name != "' })).json.note).toBe('0')
})

test('services §9.1 a transaction past its deadline is undone with all that is in it', async () => {
  const app = await openWarung([
    on('record.create', 'orders', (event, next) =>
      event.transaction(
        async (tx) => {
          await tx.update('dishes', 'soto00000000001', { stock: 7 })
          await new Promise((resolve) => setTimeout(resolve, 120))
          await next()
        },
        { deadline: 40 },
      ),
    ),
  ])
  expect((await order(app)).json).toMatchObject({ status: 400, code: 'transaction_expired' })
  await new Promise((resolve) => setTimeout(resolve, 120))
  expect([await stock(app), await count(app)]).toEqual([1, 0])
})

test('services §9.1 hooks of other collections run inside, and a circle of hooks is found', async () => {
  const depths: number[] = []
  const app = await openWarung([
    on('record.update', 'dishes', async (event, next) => {
      if (event.tx) event.record['stock'] = 42
      await next()
    }),
    on('record.create', 'orders', async (event, next) => {
      depths.push(depths.length + 1)
      const { dish } = event.record
      if (dish === 'circle') await event.transaction((tx) => tx.create('orders', { dish }))
      else await event.transaction((tx) => tx.update('dishes', String(dish), { stock: 2 }))
      await next()
    }),
  ])
  expect((await order(app)).status).toBe(200)
  expect(await stock(app)).toBe(42)
  depths.length = 0
  expect((await order(app, { dish: 'circle' })).status).toBe(500)
  expect(depths).toHaveLength(10)
  expect(await count(app)).toBe(1)
})

test('services §9.1 the change log names the requester, whatever own code did', async () => {
  const app = await openWarung([takeOne])
  await app.call('POST', ORDERS, { token: app.superuser, body: { dish: 'soto00000000001' } })
  const rows = await app.app.house.storage.hot.all(
    'select actor from _dapur_changes order by seq desc limit 2',
    [],
  )
  expect(rows).toHaveLength(2)
  expect(rows[0]).toEqual(rows[1])
  expect(String(rows[0])).toMatch(/^\w+:\w{15}$/)
})

test('services §9.1 afterCommit works once the answer is out, and never when nothing is stored', async () => {
  const worked: string[] = []
  let event: RecordEvent | undefined
  const app = await openWarung([
    on('record.create', 'orders', async (current, next) => {
      event = current
      current.afterCommit(() => void worked.push(`first ${String(current.record['dish'])}`))
      current.afterCommit(() => Promise.reject(new Error('only for the log')))
      await next()
      current.afterCommit(() => void worked.push('second'))
      worked.push('hook')
    }),
  ])
  await order(app, { dish: '' })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(worked).toEqual([])
  expect((await order(app)).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(worked.toSorted()).toEqual(['first soto00000000001', 'hook', 'second'])
  event?.afterCommit(() => void worked.push('late'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(worked).toContain('late')
})

test('services §9.1 work after a commit may open a transaction of its own', async () => {
  const app = await openWarung([
    on('record.create', 'orders', (event, next) =>
      event.transaction(async () => {
        event.afterCommit(() =>
          event.transaction((tx) => tx.update('dishes', 'soto00000000001', { stock: 9 })).then(() => {}),
        )
        await next()
      }),
    ),
  ])
  expect((await order(app)).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await stock(app)).toBe(9)
})
