import { describe, expect, test } from 'vitest'
import type { RecordEvent } from '../hooks/events.ts'
import { type Hook, on } from '../hooks/on.ts'
import { testApp, type TestApp } from './test-app.ts'

const ORDERS = '/api/collections/orders/records'
const open = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }

/** Dishes with a stock, and orders of them, open to everyone. */
async function warung(app: TestApp): Promise<void> {
  await app.collection({
    name: 'dishes',
    type: 'base',
    ...open,
    fields: [
      { name: 'name', type: 'text', required: true },
      { name: 'stock', type: 'number', min: 0 },
    ],
  })
  await app.collection({
    name: 'orders',
    type: 'base',
    ...open,
    createRule: '@request.body.total:isset = false',
    fields: [
      { name: 'dish', type: 'text', required: true },
      { name: 'quantity', type: 'number' },
      { name: 'total', type: 'number' },
      { name: 'tags', type: 'json' },
      { name: 'created', type: 'autodate', onCreate: true },
    ],
  })
}

async function openWarung(hooks: readonly Hook[], hookDeadline = 10_000): Promise<TestApp> {
  const app = await testApp({ hooks, hookDeadline })
  await warung(app)
  return app
}

const order = (app: TestApp, body: object = { dish: 'Soto', quantity: 2 }) =>
  app.call('POST', ORDERS, { body })
const count = async (app: TestApp, name = 'orders') =>
  (await app.call('GET', `/api/collections/${name}/records`)).json.totalItems

describe('the onion', () => {
  test('services §9.1 handlers run in their order, each inside the one before, the write in the middle', async () => {
    const log: string[] = []
    const layer = (name: string): Hook =>
      on('record.create', 'orders', async (event, next) => {
        log.push(`${name} before ${event.record['id'] === '' ? 'without an id' : 'with an id'}`)
        await next()
        log.push(`${name} after ${event.record['id'] === '' ? 'without an id' : 'with an id'}`)
      })
    const app = await openWarung([layer('first'), layer('second'), on('record.create', 'dishes', () => {})])
    expect((await order(app)).status).toBe(200)
    expect(log).toEqual([
      'first before without an id',
      'second before without an id',
      'second after with an id',
      'first after with an id',
    ])
  })

  test('services §9.1 what a hook changes before is written, checked, and never asked of the rule', async () => {
    let stored: unknown
    const app = await openWarung([
      on<{ quantity: number; total: number; tags: unknown; created: string }>(
        'record.create',
        'orders',
        async (event, next) => {
          event.record.total = event.record.quantity * 1500
          event.record.tags = { by: 'hook' }
          await next()
          stored = { total: event.record.total, created: event.record.created }
          event.record.total = 1
        },
      ),
    ])
    const reply = await order(app)
    expect(reply.json).toMatchObject({ total: 3000, tags: { by: 'hook' } })
    expect(stored).toEqual({ total: 3000, created: reply.json.created })
    expect((await app.call('GET', `${ORDERS}/${reply.json.id}`)).json.total).toBe(3000)
    // The client itself may not send a total.
    expect((await order(app, { dish: 'Soto', total: 1 })).status).toBe(400)
  })

  test('services §9.1 an update shows the record before and after, and keeps what others changed meanwhile', async () => {
    const seen: unknown[] = []
    const app = await openWarung([
      on('record.update', 'orders', async (event, next) => {
        seen.push([event.original['quantity'], event.record['quantity']])
        event.record['total'] = Number(event.record['quantity']) * 10
        if (!event.tx)
          await event.transaction((tx) => tx.update('orders', String(event.record['id']), { dish: 'Rawon' }))
        await next()
        seen.push(event.record['dish'])
      }),
    ])
    const { json } = await order(app)
    const reply = await app.call('PATCH', `${ORDERS}/${json.id}`, { body: { 'quantity+': 3 } })
    expect(reply.json).toMatchObject({ quantity: 5, total: 50, dish: 'Rawon' })
    expect(seen).toEqual([[2, 5], [2, 2], 'Rawon', 'Rawon'])
  })

  test('services §9.1 a delete shows the record, and can be refused', async () => {
    const app = await openWarung([
      on('record.delete', 'orders', async (event, next) => {
        if (event.record['dish'] === 'Rawon') event.reject('Rawon stays')
        await next()
      }),
    ])
    const [soto, rawon] = [(await order(app)).json.id, (await order(app, { dish: 'Rawon' })).json.id]
    expect((await app.call('DELETE', `${ORDERS}/${soto}`)).status).toBe(204)
    const refused = await app.call('DELETE', `${ORDERS}/${rawon}`)
    expect(refused.json).toEqual({ data: {}, message: 'Rawon stays.', status: 400 })
    expect(await count(app)).toBe(1)
  })

  test('services §9.1 a name that is no field is an error, and not a silence', async () => {
    const app = await openWarung([
      on('record.create', 'orders', (event) => {
        event.record['totl'] = 1
      }),
    ])
    expect((await order(app)).status).toBe(500)
  })

  test('services §9.1 a new password from a hook is hashed', async () => {
    const app = await testApp({
      hooks: [
        on('record.create', 'users', async (event, next) => {
          if (event.record['name'] === 'generated') event.record['password'] = 'kecap-manis-77'
          await next()
          expect(event.record['password']).toBe('')
        }),
      ],
    })
    const body = { email: 'a@example.com', password: 'abcdefgh1', passwordConfirm: 'abcdefgh1' }
    await app.record('users', { ...body, name: 'generated' })
    await app.signIn('users', 'a@example.com', 'kecap-manis-77')
    await expect(app.signIn('users', 'a@example.com', 'abcdefgh1')).rejects.toThrow('400')
  })
})

describe('what goes wrong', () => {
  const failing = async (handler: Hook['handler'], deadline?: number) => {
    const app = await openWarung([on('record.create', 'orders', handler)], deadline)
    const reply = await order(app)
    return { reply, app, stored: await count(app) }
  }

  test('services §9.1 reject answers 400 with a sentence or with one a field, and nothing is written', async () => {
    const whole = await failing((event) => event.reject('sold out'))
    expect(whole.reply.json).toEqual({ data: {}, message: 'Sold out.', status: 400 })
    const fields = await failing((event) =>
      event.reject({ dish: { code: 'dish_sold_out', message: 'None left.' }, quantity: 'Too many.' }),
    )
    expect(fields.reply.json.data).toEqual({
      dish: { code: 'dish_sold_out', message: 'None left.' },
      quantity: { code: 'validation_invalid_value', message: 'Too many.' },
    })
    expect([whole.stored, fields.stored]).toEqual([0, 0])
  })

  test('services §9.1 a plain error before the write is 500, leaks nothing and writes nothing', async () => {
    const { reply, stored } = await failing(() => {
      throw new Error('the secret is 42')
    })
    expect(reply.status).toBe(500)
    expect(reply.text).not.toContain('42')
    expect(stored).toBe(0)
  })

  test('services §9.1 an error after the write is the answer, but the record was committed before it', async () => {
    const { reply, stored } = await failing(async (_, next) => {
      await next()
      throw new Error('too late')
    })
    expect(reply.status).toBe(500)
    expect(stored).toBe(1)
  })

  test('services §9.1 a hook that neither goes on nor refuses, and a second next(), are errors', async () => {
    const silent = await failing(() => undefined)
    expect([silent.reply.status, silent.stored]).toEqual([500, 0])
    const twice = await failing(async (_, next) => {
      await next()
      await next()
    })
    expect([twice.reply.status, twice.stored]).toEqual([500, 1])
  })

  test('services §9.1 next() without await is waited for, and the error of the write cannot be swallowed', async () => {
    const early = await failing((_, next) => {
      void next()
    })
    expect([early.reply.status, early.stored]).toEqual([200, 1])
    const swallowed = await failing(async (event, next) => {
      event.record['dish'] = ''
      await next().catch(() => undefined)
    })
    expect(swallowed.reply.json.data.dish.code).toBe('validation_required')
  })

  test('services §9.1 a hook may answer an error of the write with another one', async () => {
    const { reply } = await failing(async (event, next) => {
      event.record['dish'] = ''
      try {
        await next()
      } catch {
        event.reject({ dish: { code: 'dish_unknown', message: 'Which dish?' } })
      }
    })
    expect(reply.json.data.dish.code).toBe('dish_unknown')
  })

  test('services §9.1 a hook that takes too long is given up, and can write nothing any more', async () => {
    let late: Promise<unknown> = Promise.resolve()
    const { reply, app } = await failing(async (_, next) => {
      await new Promise((resolve) => setTimeout(resolve, 150))
      late = next()
      await late
    }, 50)
    expect(reply.json).toMatchObject({ status: 503, code: 'hook_expired' })
    await new Promise((resolve) => setTimeout(resolve, 150))
    await expect(late).rejects.toThrow('nothing was written')
    expect(await count(app)).toBe(0)
  })

  test('services §9.1 a hook that takes too long after the write says that it was written', async () => {
    const { reply, stored } = await failing(async (_, next) => {
      await next()
      await new Promise((resolve) => setTimeout(resolve, 150))
    }, 50)
    expect(reply.status).toBe(503)
    expect(reply.json.message).toContain('the record was written')
    expect(stored).toBe(1)
  })
})

test('services §9.1 a hook knows who asks, and with what', async () => {
  let seen: RecordEvent | undefined
  const app = await openWarung([
    on('record.create', '*', async (event, next) => {
      seen = event
      await next()
    }),
  ])
  await app.call('POST', `${ORDERS}?table=7`, {
    token: app.superuser,
    headers: { 'x-table': '7' },
    body: { dish: 'Soto' },
  })
  expect(seen).toMatchObject({
    name: 'record.create',
    collection: 'orders',
    actor: { kind: 'superuser' },
    request: { method: 'POST', context: 'default', query: { table: '7' } },
    tx: undefined,
  })
  expect(seen?.request.headers['x_table']).toBe('7')
})
