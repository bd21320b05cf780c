import { expect, test, vi } from 'vitest'
import { forgetDeliveries } from '../ops/webhooks/forget-deliveries.ts'
import { receiver, webhookApp } from './webhook-app.ts'

test('a ping says what the endpoint said, whether the webhook is on or off, and nothing of the answer’s body', async () => {
  const kitchen = await receiver()
  const { call, superuser: token, id, hooks } = await webhookApp(kitchen.url)
  const path = `/api/webhooks/${id}/test`
  await hooks([{ id, url: kitchen.url, events: ['*'], enabled: false }])
  const { status, json } = await call('POST', path, { token })
  expect([status, json]).toEqual([200, { ok: true, status: 200, error: '', duration: expect.any(Number) }])
  expect(kitchen.all[0]?.json).toMatchObject({ type: 'ping', data: { webhook: id } })
  expect(kitchen.all[0]?.headers['webhook-signature']).toMatch(/^v1,/)
  kitchen.answer = () => ({ status: 503 })
  const bad = await call('POST', path, { token })
  expect(bad.json).toMatchObject({ ok: false, status: 503, error: 'it answered 503' })
  expect(bad.text).not.toContain('body of the endpoint')
  await kitchen.close()
  const down = await call('POST', path, { token })
  expect(down.json).toMatchObject({ ok: false, status: null, error: expect.stringContaining('ECONNREFUSED') })
})

test('deliveries are paged, newest first, and known to superusers alone', async () => {
  const kitchen = await receiver()
  const { call, superuser: token, id, record, settled } = await webhookApp(kitchen.url)
  for (const title of ['one', 'two', 'three']) await record('orders', { title })
  await settled('delivered', 'delivered', 'delivered')
  const path = `/api/webhooks/${id}/deliveries`
  const first = (await call('GET', `${path}?limit=2`, { token })).json
  expect(first.items).toHaveLength(2)
  expect(first.items[0]).toEqual({
    id: expect.stringMatching(/^msg_/),
    seq: expect.any(Number),
    type: 'orders.create',
    status: 'delivered',
    attempts: 1,
    answer: 200,
    error: '',
    duration: expect.any(Number),
    created: expect.stringMatching(/Z$/),
    attempted: expect.stringMatching(/Z$/),
    next: '',
  })
  const second = (await call('GET', `${path}?limit=2&before=${first.next}`, { token })).json
  expect(second.items).toHaveLength(1)
  expect(second.next).toBeNull()
  expect((await call('GET', `${path}?limit=x`, { token })).status).toBe(400)
  for (const [method, way] of [
    ['GET', path],
    ['POST', `${path}/msg_1/retry`],
    ['POST', `/api/webhooks/${id}/test`],
  ] as const) {
    expect((await call(method, way)).status, way).toBe(401)
    const nobody = way.replace(id, 'nobody')
    expect((await call(method, nobody, { token })).json).toMatchObject({
      code: 'webhook_not_found',
      status: 404,
    })
  }
  const unknown = await call('POST', `${path}/msg_1/retry`, { token })
  expect(unknown.json).toMatchObject({ code: 'delivery_not_found', status: 404 })
  const { items } = first
  expect((await call('POST', `${path}/${items[0].id}/retry`, { token })).status).toBe(204)
  await kitchen.arrived(4)
  expect(kitchen.all[3]?.text).toBe(kitchen.all[2]?.text)
})

test('finished deliveries are forgotten after a week, and what waits is not', async () => {
  const kitchen = await receiver()
  const { app, record, settled, clock, deliveries } = await webhookApp(kitchen.url)
  await record('orders', { title: 'one' })
  await settled('delivered')
  await kitchen.close()
  await record('orders', { title: 'two' })
  await vi.waitFor(async () => expect((await deliveries()).items[0].attempts).toBe(1))
  expect(await forgetDeliveries(app.house)).toBe(0)
  clock.forward(8 * 86_400_000)
  expect(await forgetDeliveries(app.house)).toBe(1)
  await settled('waiting')
})

test('with a webhook go its deliveries, those that wait too', async () => {
  const kitchen = await receiver()
  const { app, record, settled, hooks } = await webhookApp(kitchen.url)
  await record('orders', { title: 'one' })
  await settled('delivered')
  await kitchen.close()
  await record('orders', { title: 'two' })
  await settled('waiting', 'delivered')
  const rows = () => app.house.storage.hot.all('select "id" from "_dapur_webhookDeliveries"', [])
  expect(await rows()).toHaveLength(2)
  await hooks([])
  await expect.poll(rows).toEqual([])
})

test('the metrics say what waits, and what was given up', async () => {
  const kitchen = await receiver()
  const { call, superuser: token, record, deliveries } = await webhookApp(kitchen.url)
  await kitchen.close()
  await record('orders', { title: 'one' })
  await vi.waitFor(async () => expect((await deliveries()).items[0]?.attempts).toBe(1))
  const { text } = await call('GET', '/api/metrics', { token })
  expect(text).toContain('dapur_webhook_waiting_deliveries 1')
  expect(text).toContain('dapur_webhook_dead_deliveries 0')
  expect(text).toMatch(/dapur_webhook_failed_tries_total [1-9]/)
})
