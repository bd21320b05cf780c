import { expect, test, vi } from 'vitest'
import { receiver, type Received, webhookApp } from './webhook-app.ts'

const titles = (all: readonly Received[]): string[] => all.map(({ json }) => json.data.record.title)

test('a create, an update and a delete arrive once each, in order, after their commits', async () => {
  const kitchen = await receiver()
  const { record, call, superuser: token, settled } = await webhookApp(kitchen.url)
  const { id } = await record('orders', { title: 'Soto', note: 'secret' })
  await call('PATCH', `/api/collections/orders/records/${id}`, { token, body: { title: 'Rawon' } })
  await call('DELETE', `/api/collections/orders/records/${id}`, { token })
  await settled('delivered', 'delivered', 'delivered')
  expect(kitchen.all).toHaveLength(3)
  const [created, updated, deleted] = kitchen.all.map(({ json }) => json)
  expect(created).toMatchObject({
    type: 'orders.create',
    data: { collection: 'orders', action: 'create', record: { id, title: 'Soto' } },
  })
  expect(created.data).not.toHaveProperty('before')
  expect(new Date(created.timestamp).toISOString()).toBe(created.timestamp)
  expect(updated.data).toMatchObject({ record: { title: 'Rawon' }, before: { title: 'Soto' } })
  expect(deleted).toMatchObject({ type: 'orders.delete', data: { record: { id, title: 'Rawon' } } })
  expect(kitchen.all.map(({ text }) => text).join()).not.toContain('secret')
  expect(created.data.seq).toBeLessThan(updated.data.seq)
})

test('of accounts the address is told, and neither tokenKey nor password; of system collections what is named', async () => {
  const kitchen = await receiver()
  const { record, settled, hooks, id } = await webhookApp(kitchen.url, { events: ['*'] })
  const password = 'sambal-terasi-9'
  const account = { password, passwordConfirm: password }
  await record('_superusers', { ...account, email: 'not@example.com' })
  await record('users', { ...account, email: 'ani@example.com' })
  await settled('delivered')
  const [{ text, json }] = kitchen.all as [Received]
  expect(json.data.record.email).toBe('ani@example.com')
  expect(text).not.toMatch(/tokenKey|password|\$argon2|\$2[aby]\$/)
  await hooks([{ id, url: kitchen.url, events: ['_superusers.create'] }])
  await record('_superusers', { ...account, email: 'told@example.com' })
  await settled('delivered', 'delivered')
  expect(kitchen.all[1]?.json).toMatchObject({ type: '_superusers.create' })
  expect(kitchen.all[1]?.text).not.toMatch(/tokenKey|password/)
})

test('a batch that is rolled back sends nothing, and one that is committed sends all', async () => {
  const kitchen = await receiver()
  const { call, superuser: token, deliveries, settled } = await webhookApp(kitchen.url)
  await call('PATCH', '/api/settings', { token, body: { batch: { enabled: true } } })
  const url = '/api/collections/orders/records'
  const item = (body: object) => ({ method: 'POST', url, body })
  const failing = { requests: [item({ title: 'first' }), item({ id: 'not an id' })] }
  expect((await call('POST', '/api/batch', { token, body: failing })).status).toBe(400)
  const whole = { requests: [item({ title: 'second' }), item({ title: 'third' })] }
  expect((await call('POST', '/api/batch', { token, body: whole })).status).toBe(200)
  await settled('delivered', 'delivered')
  expect(titles(kitchen.all)).toEqual(['second', 'third'])
  expect((await deliveries()).items).toHaveLength(2)
})

test('an endpoint that is down is tried again with growing pauses, and gets all in order once it is up', async () => {
  const kitchen = await receiver()
  const { record, clock, app, deliveries } = await webhookApp(kitchen.url)
  await kitchen.close()
  for (const title of ['one', 'two', 'three']) await record('orders', { title })
  await vi.waitFor(async () => {
    const { items } = await deliveries()
    expect(items.map(({ attempts }: { attempts: number }) => attempts)).toEqual([1, 1, 1])
    // Counted when it begins; what came of it is known a moment later.
    for (const { error } of items) expect(error).not.toBe('')
  })
  const { items } = await deliveries()
  for (const { status, answer, error, next, attempted } of items) {
    expect({ status, answer }).toEqual({ status: 'waiting', answer: null })
    expect(error).toContain('ECONNREFUSED')
    const pause = Date.parse(next) - Date.parse(attempted)
    expect(pause).toBeGreaterThanOrEqual(3900)
    expect(pause).toBeLessThanOrEqual(6500)
  }
  await kitchen.listen()
  // The control: before its time nothing is sent.
  app.house.webhooks.wake()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(kitchen.all).toEqual([])
  clock.forward(7000)
  app.house.webhooks.wake()
  await kitchen.arrived(3)
  expect(titles(kitchen.all)).toEqual(['one', 'two', 'three'])
})

test('what answers 500 is tried again under the same id, does not hold up what follows, and is given up in the end', async () => {
  const kitchen = await receiver()
  const { record, clock, app, deliveries, settled, id } = await webhookApp(kitchen.url)
  const isBad = ({ json }: Received): boolean => json.data.record.title === 'bad'
  kitchen.answer = (received) => ({ status: isBad(received) ? 500 : 200 })
  await record('orders', { title: 'bad' })
  await record('orders', { title: 'good' })
  await settled('delivered', 'waiting')
  for (let tries = 1; tries <= 20; tries++) {
    if (tries > 1) clock.forward(8 * 3_600_000)
    app.house.webhooks.wake()
    await vi.waitFor(async () => {
      const [, { attempts, status, next }] = (await deliveries()).items
      expect(attempts).toBe(tries)
      // Counted when it begins; it is over when it is known what comes next.
      expect(status === 'dead' || Date.parse(next) > clock.now()).toBe(true)
    })
  }
  await settled('delivered', 'dead')
  const { items, totals, missed } = await deliveries()
  expect(items[1]).toMatchObject({ status: 'dead', answer: 500, error: 'it answered 500', next: '' })
  expect(totals).toEqual({ waiting: 0, delivered: 1, dead: 1 })
  expect(missed).toBe('')
  const bad = kitchen.all.filter(isBad)
  expect(bad).toHaveLength(20)
  expect(new Set(bad.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(new Set(bad.map(({ text }) => text)).size).toBe(1)
  // A dead one stays dead until somebody asks for it.
  clock.forward(86_400_000)
  app.house.webhooks.wake()
  kitchen.answer = () => ({ status: 204 })
  await app.house.webhooks.retry(id, items[1].id)
  await settled('delivered', 'delivered')
  expect(kitchen.all.filter(isBad)).toHaveLength(21)
})

test('the body of an answer is not read, and nothing of it is shown', async () => {
  const kitchen = await receiver()
  kitchen.answer = () => ({ status: 400, headers: { 'content-encoding': 'gzip', 'content-length': '24' } })
  const { record, deliveries, settled } = await webhookApp(kitchen.url)
  await record('orders', { title: 'Soto' })
  await vi.waitFor(async () => expect((await deliveries()).items[0]?.answer).toBe(400))
  await settled('waiting')
  expect(JSON.stringify(await deliveries())).not.toContain('body of the endpoint')
})

test('a webhook that is off gets nothing, and begins with what comes after it is on again', async () => {
  const kitchen = await receiver()
  const { record, hooks, id, deliveries, settled } = await webhookApp(kitchen.url)
  const webhook = { id, url: kitchen.url, events: ['orders.*'] }
  await hooks([{ ...webhook, enabled: false }])
  await record('orders', { title: 'while off' })
  expect((await deliveries()).items).toEqual([])
  await hooks([{ ...webhook, enabled: true }])
  await record('orders', { title: 'while on' })
  await settled('delivered')
  expect(titles(kitchen.all)).toEqual(['while on'])
})
