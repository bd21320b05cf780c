import { expect, test } from 'vitest'
import { fixSettings } from '../settings/fixed-settings.ts'
import { type Reply, testApp } from './test-app.ts'

const url = 'https://example.com/hook'

async function patcher() {
  const app = await testApp()
  await app.collection({ name: 'orders', type: 'base', fields: [{ name: 'title', type: 'text' }] })
  const { call, superuser: token } = app
  const patch = (webhooks: unknown): Promise<Reply> =>
    call('PATCH', '/api/settings', { token, body: { dapur: { webhooks } } })
  const read = async (): Promise<Reply> => call('GET', '/api/settings', { token })
  return { ...app, patch, read }
}

test('a webhook gets an id and a secret, which is shown once', async () => {
  const { patch, read, app } = await patcher()
  expect((await read()).json).not.toHaveProperty('dapur')
  const [made] = (await patch([{ url, events: ['orders.create'] }])).json.dapur.webhooks
  expect(made).toEqual({
    id: expect.stringMatching(/^[a-z0-9]{15}$/),
    name: '',
    url,
    events: ['orders.create'],
    enabled: true,
    secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
  })
  const { secret, ...shown } = made
  const { text, json } = await read()
  expect(json.dapur).toEqual({ webhooks: [shown] })
  expect(text).not.toContain('whsec_')
  const again = await patch([{ ...shown, name: 'Kitchen' }])
  expect(again.json.dapur.webhooks).toEqual([{ ...shown, name: 'Kitchen' }])
  expect(app.house.settings.current.dapur.webhooks[0]?.secret).toBe(secret)
  expect((await patch([])).json).not.toHaveProperty('dapur')
})

test('an empty secret asks for another one, and the one before is kept for a day', async () => {
  const { patch, app } = await patcher()
  const [first] = (await patch([{ url, events: ['*'] }])).json.dapur.webhooks
  const [second] = (await patch([{ ...first, secret: '' }])).json.dapur.webhooks
  expect(second.secret).not.toBe(first.secret)
  const [stored] = app.house.settings.current.dapur.webhooks
  expect(stored).toMatchObject({ secret: second.secret, previousSecret: first.secret })
  expect(stored?.previousUntil).toBeGreaterThan(Date.now() + 86_000_000)
  // What a client brings is known to it, and is not answered.
  const own = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
  const reply = await patch([{ ...first, secret: own, previousSecret: 'planted', previousUntil: 1 }])
  expect(reply.json.dapur.webhooks[0]).not.toHaveProperty('secret')
  expect(app.house.settings.current.dapur.webhooks[0]?.previousSecret).toBe(second.secret)
})

test('secrets are not in the clear where the settings are encrypted', async () => {
  const app = await testApp({ sealKeys: { key: 'k'.repeat(32) } })
  const body = { dapur: { webhooks: [{ url, events: ['*'] }] } }
  const { json } = await app.call('PATCH', '/api/settings', { token: app.superuser, body })
  expect(json.dapur.webhooks[0].secret).toContain('whsec_')
  const rows = await app.app.house.storage.hot.all(
    `select "value" from "_params" where "id" = 'settings'`,
    [],
  )
  expect(rows).toHaveLength(1)
  expect(String(rows[0]?.[0])).not.toContain('whsec_')
})

test('what is wrong with a webhook is said by its place', async () => {
  const { patch, collection } = await patcher()
  await collection({ name: 'sums', type: 'view', viewQuery: 'select id from orders' })
  const bad: [object, string, string][] = [
    [{ url: '' }, 'url', 'validation_required'],
    [{ url: 'nothing' }, 'url', 'validation_is_url'],
    [{ url: 'ftp://example.com' }, 'url', 'validation_is_url'],
    [{ url: 'https://ann:pw@example.com' }, 'url', 'validation_is_url'],
    [{ url: `https://example.com/${'x'.repeat(2000)}` }, 'url', 'validation_length_out_of_range'],
    [{ events: [] }, 'events', 'validation_required'],
    [{ events: ['orders'] }, 'events.0', 'validation_match_invalid'],
    [{ events: ['*', '*'] }, 'events.1', 'validation_not_unique'],
    [{ events: ['orders.create', 'nobody.create'] }, 'events.1', 'validation_collection_unknown'],
    [{ events: ['sums.*'] }, 'events.0', 'validation_collection_unknown'],
    [{ secret: 'whsec_short' }, 'secret', 'validation_match_invalid'],
    [{ secret: 'x' }, 'secret', 'validation_match_invalid'],
    [{ name: 'x'.repeat(101) }, 'name', 'validation_length_out_of_range'],
    [{ id: 'a b' }, 'id', 'validation_match_invalid'],
  ]
  for (const [fault, path, code] of bad) {
    const { status, json } = await patch([
      { url, events: ['orders.*'] },
      { url, events: ['orders.*'], ...fault },
    ])
    const found = path.split('.').reduce((tree, key) => tree?.[key], json.data.dapur?.webhooks[1])
    expect([status, found?.code], JSON.stringify(fault)).toEqual([400, code])
  }
  const same = { id: 'w1', url, events: ['*'] }
  expect((await patch([same, same])).json.data.dapur.webhooks[1].id.code).toBe('validation_not_unique')
  const many = Array.from({ length: 51 }, () => ({ url, events: ['*'] }))
  expect((await patch(many)).json.data.dapur.webhooks.code).toBe('validation_length_too_long')
  expect((await patch('x')).status).toBe(400)
  expect((await patch([1])).status).toBe(400)
})

test('a renamed collection takes its events along, and one that is gone keeps nobody from saving', async () => {
  const { patch, read, call, superuser: token } = await patcher()
  await patch([{ url, events: ['orders.create', '*'] }])
  await call('PATCH', '/api/collections/orders', { token, body: { name: 'sales' } })
  const [{ events, ...shown }] = (await read()).json.dapur.webhooks
  expect(events).toEqual(['sales.create', '*'])
  await call('DELETE', '/api/collections/sales', { token })
  expect((await patch([{ ...shown, events, name: 'New' }])).status).toBe(200)
  expect((await patch([{ ...shown, events: ['orders.update'] }])).status).toBe(400)
})

test('webhooks that the process is started with bring their id and secret, or stop the start', async () => {
  const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
  const fixed = (webhook: object) =>
    fixSettings([['dapur.webhooks', [webhook], 'DAPUR_SETTINGS_DAPUR_WEBHOOKS']])
  const webhook = { id: 'kitchen', url, events: ['*'] }
  await expect(testApp({ fixedSettings: fixed(webhook) })).rejects.toThrow(/dapur\.webhooks\.0\.secret/)
  const { call, superuser: token } = await testApp({ fixedSettings: fixed({ ...webhook, secret }) })
  const { json, text } = await call('GET', '/api/settings', { token })
  expect(json.dapur.webhooks).toEqual([{ ...webhook, name: '', enabled: true }])
  expect(text).not.toContain('whsec_')
})
