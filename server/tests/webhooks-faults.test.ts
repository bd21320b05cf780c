import { expect, onTestFinished, test, vi } from 'vitest'
import { openApp } from '../app.ts'
import { pruneLog } from '../realtime/log-keeper.ts'
import { allLogReaders, putLogReader } from '../storage/log-readers.ts'
import { backupApp } from './backup-app.ts'
import { serveProcess } from './serve-process.ts'
import { receiver, type Received, webhookApp } from './webhook-app.ts'

const titles = (all: readonly Received[]): string[] => all.map(({ json }) => json.data.record.title)
const HOUR = 3_600_000

test('a server that is killed between commit and request delivers after the next start, and says no secret', async () => {
  const kitchen = await receiver()
  await kitchen.close()
  const { dir, app, superuser, secret, id } = await webhookApp(kitchen.url)
  await app.close()
  const first = await serveProcess(['--dir', dir])
  onTestFinished(async () => void (await first.stop('SIGKILL')))
  const as = posting(first.address, superuser)
  const write = (title: string): Promise<unknown> => as('POST', '/api/collections/orders/records', { title })
  const waiting = async () => (await as('GET', `/api/webhooks/${id}/deliveries`)).items
  // So that it counts as down, and what follows is not tried before the end.
  for (const title of ['a', 'b', 'c']) await write(title)
  await vi.waitFor(async () => expect((await waiting())[0]?.attempts).toBe(1), { timeout: 5000 })
  const later = Array.from({ length: 8 }, (_, n) => `later ${n}`)
  await write('lost')
  await vi.waitFor(async () => expect(await waiting()).toHaveLength(4), { timeout: 5000 })
  // The planted fault: one delivery vanishes, which has to show in the end.
  await as('POST', '/api/sql', {
    query: `delete from "_dapur_webhookDeliveries" where "body" like '%"lost"%'`,
  })
  for (const title of later) await write(title)
  await first.stop('SIGKILL')
  await kitchen.listen()
  const second = await serveProcess(['--dir', dir])
  onTestFinished(async () => void (await second.stop('SIGKILL')))
  const arrived = (): string[] => titles(kitchen.all).filter((title) => !/^[abc]$/.test(title))
  await vi.waitFor(() => expect(arrived()).toHaveLength(later.length), { timeout: 8000 })
  expect(arrived()).toEqual(later)
  const logs = JSON.stringify(await posting(second.address, superuser)('GET', '/api/logs?perPage=500'))
  for (const said of [first.output, second.output, logs]) expect(said).not.toContain(secret.slice(6))
  expect(first.output + logs).toContain('a webhook was not reached')
}, 30_000)

function posting(address: string, token = '') {
  // oxlint-disable-next-line no-explicit-any -- a test reads what it expects, and fails where that is not there
  return async (method: string, path: string, body?: unknown): Promise<any> => {
    const headers = {
      authorization: token,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const response = await fetch(address + path, init)
    expect(response.status, path).toBeLessThan(300)
    return response.status === 204 ? undefined : await response.json()
  }
}

test('two servers on one data deliver each change once', async () => {
  const kitchen = await receiver()
  const { dir, record, app, settled, clock } = await webhookApp(kitchen.url)
  const other = await openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent', clock })
  onTestFinished(() => other.close())
  const wanted = Array.from({ length: 20 }, (_, n) => `order ${n}`)
  for (const title of wanted) {
    await record('orders', { title })
    app.house.webhooks.wake()
    other.house.webhooks.wake()
  }
  await settled(...wanted.map(() => 'delivered'))
  expect(titles(kitchen.all)).toEqual(wanted)
})

test('an endpoint that was down gets what waits as soon as it takes something again', async () => {
  const kitchen = await receiver()
  const { record, app, clock, deliveries, settled } = await webhookApp(kitchen.url)
  await kitchen.close()
  for (const title of ['a', 'b', 'c']) await record('orders', { title })
  await vi.waitFor(async () => expect((await deliveries()).items[0]?.attempts).toBe(1))
  await record('orders', { title: 'd' })
  await kitchen.listen()
  // Its rest of a second is over; the pauses of a, b and c, which are longer, are not.
  clock.forward(1500)
  app.house.webhooks.wake()
  await settled('delivered', 'delivered', 'delivered', 'delivered')
  expect(titles(kitchen.all)).toEqual(['d', 'a', 'b', 'c'])
})

test('a new address is tried at once, though the one before was down', async () => {
  const kitchen = await receiver()
  const { record, hooks, deliveries, id, settled, app } = await webhookApp('http://127.0.0.1:9/none')
  for (const title of ['a', 'b', 'c']) await record('orders', { title })
  await vi.waitFor(async () => expect((await deliveries()).items[0]?.attempts).toBe(1))
  await record('orders', { title: 'd' })
  await vi.waitFor(async () => expect((await deliveries()).items).toHaveLength(4))
  const from = app.house.clock.now()
  await hooks([{ id, url: kitchen.url, events: ['orders.*'] }])
  await settled('delivered', 'delivered', 'delivered', 'delivered')
  // Their own pauses were four seconds at least.
  expect(app.house.clock.now() - from).toBeLessThan(3500)
})

test('a stop breaks off what hangs, which is no try, and the next start sends it', async () => {
  const kitchen = await receiver()
  kitchen.answer = () => undefined
  const { dir, record, app, clock } = await webhookApp(kitchen.url)
  await record('orders', { title: 'Soto' })
  await kitchen.arrived(1)
  const from = performance.now()
  await app.close()
  // An endpoint has ten seconds to answer; a stop does not wait for it.
  expect(performance.now() - from).toBeLessThan(5000)
  kitchen.answer = () => ({ status: 200 })
  const next = await openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent', clock })
  onTestFinished(() => next.close())
  await kitchen.arrived(2)
  const row = 'select "attempts", "status" from "_dapur_webhookDeliveries"'
  await expect.poll(() => next.house.storage.hot.all(row, [])).toEqual([[1, 'delivered']])
  expect(kitchen.all[1]?.headers['webhook-id']).toBe(kitchen.all[0]?.headers['webhook-id'])
})

test('where too much waits for a webhook it reads on later, and the log keeps what it has not read', async () => {
  const kitchen = await receiver()
  const { record, app, id, clock, deliveries } = await webhookApp(kitchen.url)
  const fill = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)
    insert into "_dapur_webhookDeliveries" ("id", "webhook", "seq", "type", "body", "due", "created")
    select 'full' || i, ?, -i, 'x', '{}', ?, 0 from n`
  const far = clock.now() + 1000 * HOUR
  await app.house.storage.write((tx) => tx.run(fill, [id, far]))
  await record('orders', { title: 'Soto' })
  const seqOf = async (): Promise<unknown> => (await allLogReaders(app.house.storage.hot))[0]?.seq
  const stands = await seqOf()
  app.house.webhooks.wake()
  await pruneLog(app.house)
  expect((await deliveries()).totals.waiting).toBe(10_000)
  expect(await seqOf()).toBe(stands)
  // The control: as soon as there is room, it goes on.
  await app.house.storage.write((tx) =>
    tx.run(`delete from "_dapur_webhookDeliveries" where "id" = 'full1'`, []),
  )
  app.house.webhooks.wake()
  await kitchen.arrived(1)
  expect(titles(kitchen.all)).toEqual(['Soto'])
})

test('a redirect is not followed', async () => {
  const [kitchen, inside] = [await receiver(), await receiver()]
  kitchen.answer = () => ({ status: 302, headers: { location: inside.url } })
  const { record, deliveries, hooks, id } = await webhookApp(kitchen.url)
  await record('orders', { title: 'Soto' })
  await vi.waitFor(async () => expect((await deliveries()).items[0]?.answer).toBe(302))
  expect((await deliveries()).items[0]).toMatchObject({
    status: 'waiting',
    error: expect.stringContaining('redirect'),
  })
  expect(inside.all).toEqual([])
  // The control: the other one is there, and hears what is sent to it.
  await hooks([{ id, url: inside.url, events: ['orders.*'] }])
  await record('orders', { title: 'Rawon' })
  await inside.arrived(1)
})

test('with --private-endpoints=deny nothing goes to a private address, whatever name it has', async () => {
  const kitchen = await receiver()
  const {
    record,
    deliveries,
    call,
    superuser: token,
    id,
    hooks,
  } = await webhookApp(kitchen.url, {
    privateEndpoints: 'deny',
  })
  const spellings = [kitchen.url, kitchen.url.replace('127.0.0.1', 'localhost')]
  for (const url of spellings) {
    await hooks([{ id, url, events: ['orders.*'] }])
    const { json } = await call('POST', `/api/webhooks/${id}/test`, { token })
    expect(json, url).toMatchObject({
      ok: false,
      status: null,
      error: expect.stringContaining('public internet'),
    })
  }
  await record('orders', { title: 'Soto' })
  await vi.waitFor(async () => expect((await deliveries()).items[0]?.error).toContain('public internet'))
  expect(kitchen.all).toEqual([])
})

test('the change log waits for a reader that lags behind, though not for ever', async () => {
  const { record, app, clock } = await webhookApp('http://127.0.0.1:9', { events: ['users.*'] })
  const seqs = async (): Promise<number> =>
    Number((await app.house.storage.hot.get('select count(*) from _dapur_changes', []))?.[0])
  await record('orders', { title: 'one' })
  const before = await seqs()
  const lagging = { name: 'test', seq: 0, missedAt: null }
  await app.house.storage.write((tx) => putLogReader(tx, lagging))
  clock.forward(25 * HOUR)
  await pruneLog(app.house)
  expect(await seqs()).toBe(before)
  clock.forward(73 * HOUR)
  await pruneLog(app.house)
  expect(await seqs()).toBe(0)
})

test('a webhook that is too far behind says that it missed changes', async () => {
  const { record, app, clock, id, deliveries } = await webhookApp('http://127.0.0.1:9', {
    events: ['users.*'],
  })
  await record('orders', { title: 'one' })
  clock.forward(100 * HOUR)
  await pruneLog(app.house)
  expect((await deliveries()).missed).toBe('')
  const lagging = { name: `webhook:${id}`, seq: 0, missedAt: null }
  await app.house.storage.write((tx) => putLogReader(tx, lagging))
  app.house.webhooks.wake()
  await vi.waitFor(async () => expect((await deliveries()).missed).toMatch(/^\d{4}-/))
})

test('a restore sends nothing of what the backup had waiting, and goes on with what comes after it', async () => {
  const kitchen = await receiver()
  const { app, as, backup, restore, record } = await backupApp()
  await as('PATCH', '/api/settings', {
    dapur: { webhooks: [{ id: 'w1', url: kitchen.url, events: ['users.*'] }] },
  })
  await kitchen.close()
  const account = { password: 'sambal-terasi-9', passwordConfirm: 'sambal-terasi-9' }
  await record('users', { ...account, email: 'before@example.com' })
  const list = async () => (await as('GET', '/api/webhooks/w1/deliveries')).json.items
  await vi.waitFor(async () => expect((await list())[0]?.attempts).toBe(1))
  await backup('a.zip')
  await kitchen.listen()
  await restore('a.zip')
  expect(await list()).toMatchObject([{ status: 'dead', error: expect.stringContaining('backup') }])
  await record('users', { ...account, email: 'after@example.com' })
  await kitchen.arrived(1)
  expect(kitchen.all[0]?.json.data.record.email).toBe('after@example.com')
  // The control: what was withdrawn can be sent by hand.
  const [, { id }] = await list()
  await app.house.webhooks.retry('w1', id)
  await kitchen.arrived(2)
  expect(kitchen.all[1]?.json.data.record.email).toBe('before@example.com')
})
