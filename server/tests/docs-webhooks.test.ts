import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyWebhook } from '../../examples/webhooks/verify-webhook.ts'
import { receiver, webhookApp } from './webhook-app.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/webhooks.md'), 'utf8')

test('docs/webhooks.md: the snippet takes what Dapur sends, and nothing that was changed on the way', async () => {
  const kitchen = await receiver()
  const { secret, record, hooks, id } = await webhookApp(kitchen.url)
  await record('orders', { title: 'Soto' })
  await kitchen.arrived(1)
  const verify = (own: string, at = 0, change: Record<string, string> = {}, more = ''): boolean => {
    const { headers = {}, text = '' } = kitchen.all[at] ?? {}
    const sent = Object.entries({ ...headers, ...change }).map(([key, value]) => [key, String(value)])
    return verifyWebhook(own, new Headers(Object.fromEntries(sent)), text + more)
  }
  expect(verify(secret)).toBe(true)
  expect(verify(secret, 0, {}, ' ')).toBe(false)
  expect(verify(secret, 0, { 'webhook-id': 'msg_other' })).toBe(false)
  expect(verify(secret, 0, { 'webhook-timestamp': '1614265330' })).toBe(false)
  expect(verify(`whsec_${Buffer.alloc(32).toString('base64')}`)).toBe(false)
  // For a day after a change both sign.
  const [{ secret: renewed }] = await hooks([{ id, url: kitchen.url, events: ['orders.*'], secret: '' }])
  await record('orders', { title: 'Rawon' })
  await kitchen.arrived(2)
  expect([verify(secret, 1), verify(renewed, 1), verify(renewed, 0)]).toEqual([true, true, false])
})

test('docs/webhooks.md: what the example sends is what the page shows', async () => {
  const kitchen = await receiver()
  const [, example = '{}'] = /```json\n(.*?)```/s.exec(page) ?? []
  const { record, call, superuser: token } = await webhookApp(kitchen.url, { events: ['orders.update'] })
  const { id } = await record('orders', { title: 'Rawon' })
  await call('PATCH', `/api/collections/orders/records/${id}`, { token, body: { title: 'Soto' } })
  await kitchen.arrived(1)
  const shown = JSON.parse(example)
  const sent = kitchen.all[0]?.json
  expect(Object.keys(sent)).toEqual(Object.keys(shown))
  expect(Object.keys(sent.data)).toEqual(Object.keys(shown.data))
  expect([sent.type, sent.data.action, sent.data.record.title, sent.data.before.title]).toEqual([
    shown.type,
    shown.data.action,
    shown.data.record.title,
    shown.data.before.title,
  ])
})
