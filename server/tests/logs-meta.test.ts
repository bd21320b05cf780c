import { expect, test } from 'vitest'
import type { HookRecord, RecordEvent } from '../hooks/events.ts'
import { on } from '../hooks/on.ts'
import { logApp, type LogApp } from './log-app.ts'

const ORDERS = '/api/collections/orders/records'

/** An app with orders, about each of which a hook says what `say` answers. */
async function annotated(say: (record: HookRecord, event: RecordEvent) => HookRecord): Promise<LogApp> {
  const hook = on('record.create', 'orders', async (event, next) => {
    event.annotate(say(event.record, event))
    await next()
  })
  const app = await logApp({ hooks: [hook] })
  await app.collection({
    name: 'orders',
    type: 'base',
    createRule: '',
    fields: [
      { name: 'dish', type: 'text', required: true },
      { name: 'note', type: 'text' },
    ],
  })
  return app
}

test('services §6.1 meta is what own code says of a request, on success and on failure, and absent else', async () => {
  const { call, entries } = await annotated(({ dish }) => ({ dish, tags: ['a'] }))
  await call('POST', ORDERS, { body: { dish: 'soto' } })
  await call('POST', ORDERS, { body: { dish: '' } })
  await call('GET', '/api/health')
  const found = await entries(`message ~ "orders" || message ~ "health"`)
  const said = found.map(({ level, data }) => [level, data['meta']])
  expect(said).toEqual([
    [0, { dish: 'soto', tags: ['a'] }],
    [8, { dish: '', tags: ['a'] }],
    [0, undefined],
  ])
  expect(found.map(({ data }) => Object.hasOwn(data, 'meta'))).toEqual([true, true, false])
  expect(await entries('data.meta.dish = "soto"')).toHaveLength(1)
})

test('services §6.1 the hooks of a batch say one meta together, of which the later word counts', async () => {
  const { call, superuser, entries } = await annotated(({ dish }) => ({
    last: dish,
    [`has_${String(dish)}`]: true,
  }))
  const body = { batch: { enabled: true } }
  expect((await call('PATCH', '/api/settings', { token: superuser, body })).status).toBe(200)
  const request = (dish: string) => ({ method: 'POST', url: ORDERS, body: { dish } })
  const { status } = await call('POST', '/api/batch', {
    body: { requests: [request('soto'), request('rawon')] },
  })
  expect(status).toBe(200)
  const [entry] = await entries('message ~ "batch"')
  expect(entry?.data['meta']).toEqual({ last: 'rawon', has_soto: true, has_rawon: true })
})

test('services §6.1 meta is kept as it was said, cut when it is long, and without secrets', async () => {
  const { call, entries } = await annotated((record) => {
    const said = { note: record['note'] }
    record['note'] = 'changed later'
    return said
  })
  await call('POST', ORDERS, { body: { dish: 'soto', note: 'first' } })
  await call('POST', ORDERS, { body: { dish: 'soto', note: 'x'.repeat(4500) } })
  await call('POST', ORDERS, { body: { dish: 'soto', note: '/?token=hunter2hunter2' } })
  const [first, long, secret] = (await entries('message ~ "orders"')).map(({ data }) => data['meta'])
  expect(first).toEqual({ note: 'first' })
  expect(long).toMatch(/^\{"note":"x{3991}\.\.\.$/)
  expect(JSON.stringify(secret)).not.toContain('hunter2')
})

test('services §6.1 what is no JSON is an error of the hook, and nothing is written', async () => {
  const { call, superuser, entries } = await annotated(() => ({ amount: 1n }))
  expect((await call('POST', ORDERS, { body: { dish: 'soto' } })).status).toBe(500)
  expect((await call('GET', ORDERS, { token: superuser })).json.totalItems).toBe(0)
  const [entry] = await entries('level = 8 && message ~ "orders"')
  expect(entry?.data['error']).toContain('BigInt')
})
