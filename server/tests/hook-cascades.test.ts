import { expect, test } from 'vitest'
import { type Hook, on } from '../hooks/on.ts'
import { fill, path, served } from './cascade-app.ts'

const whole = { tables: 2, orders: 2, lines: 1, notes: 1 }

test('data §4.8 services §9.1 hooks run for what a cascade deletes and changes, in its transaction, whoever has hooks', async () => {
  const log: unknown[] = []
  const hook = (event: Hook['event'], collection: string): Hook =>
    on(event, collection, async (current, next) => {
      const { record, original, tx } = current
      log.push([event, collection, record['dish'] ?? record['text'], tx !== undefined])
      if (event === 'record.update') log.push([original['tables'], record['tables']])
      await next()
      log.push(`${collection} done`)
    })
  const { clear, all, table, other, app, note } = await served([
    hook('record.delete', 'orders'),
    hook('record.delete', 'lines'),
    hook('record.update', 'notes'),
  ])
  expect((await clear()).status).toBe(204)
  expect(log).toEqual([
    ['record.update', 'notes', 'by the door', true],
    [[table, other], [other]],
    'notes done',
    ['record.delete', 'orders', 'Soto', true],
    'orders done',
    ['record.delete', 'lines', 'no salt', true],
    'lines done',
    ['record.delete', 'orders', 'Rawon', true],
    'orders done',
  ])
  expect(await all()).toEqual({ tables: 1, orders: 0, lines: 0, notes: 1 })
  expect((await app.call('GET', path('notes', note))).json.tables).toEqual([other])
})

test('data §4.8 services §9.1 a hook of a cascaded record refuses the whole delete, and nothing is changed', async () => {
  for (const refusing of ['orders', 'lines', 'notes']) {
    const events: string[] = []
    const work: string[] = []
    const { app, clear, all, note } = await served([
      on('record.delete', 'orders', async (event, next) => {
        event.afterCommit(() => void work.push('orders'))
        await next()
        if (refusing === 'orders') event.reject('the kitchen has begun')
      }),
      on('record.delete', 'lines', async (event, next) => {
        if (refusing === 'lines') event.reject('the kitchen has begun')
        await next()
      }),
      on('record.update', 'notes', async (event, next) => {
        if (refusing === 'notes') event.reject('the kitchen has begun')
        await next()
      }),
    ])
    const before = (await app.call('GET', path('notes', note))).json
    app.app.house.changes.afterCommit.add(({ action }) => {
      // What `served` created may still be on its way.
      if (action !== 'create') events.push(action)
    })
    const reply = await clear()
    expect([reply.status, reply.json.message], refusing).toEqual([400, 'The kitchen has begun.'])
    expect(await all(), refusing).toEqual(whole)
    expect((await app.call('GET', path('notes', note))).json, refusing).toEqual(before)
    await new Promise((resolve) => setImmediate(resolve))
    expect([events, work], refusing).toEqual([[], []])
  }
})

test('data §4.8 services §9.1 hooks of the deleted record stand around the whole of it, and outside of its transaction', async () => {
  const log: string[] = []
  const { clear } = await served([
    on('record.delete', 'tables', async (event, next) => {
      const left = async () => `tables ${(await event.list('orders')).length} ${event.tx ? 'in' : 'out'}`
      log.push(await left())
      await next()
      log.push(await left())
    }),
    on('record.delete', 'orders', async (event, next) => {
      await next()
      log.push(`order ${(await event.list('orders')).length} ${event.tx ? 'in' : 'out'}`)
    }),
  ])
  expect((await clear()).status).toBe(204)
  expect(log).toEqual(['tables 2 out', 'order 1 in', 'order 0 in', 'tables 0 out'])
})

test('data §4.8 services §9.1 what a hook changes in a record that loses a relation is written, and checked like any update', async () => {
  const rename = (text: string) =>
    on('record.update', 'notes', async (event, next) => {
      event.record['text'] = text
      await next()
    })
  const good = await served([rename('moved')])
  expect((await good.clear()).status).toBe(204)
  expect((await good.app.call('GET', path('notes', good.note))).json).toMatchObject({
    text: 'moved',
    tables: [good.other],
  })
  const bad = await served([rename('much too long a text')])
  expect((await bad.clear()).json.data.text.code).toBe('validation_max_text_constraint')
  expect(await bad.all()).toEqual(whole)
})

test('data §4.8 services §9.1 a hook may delete and change through its transaction what the cascade was about to', async () => {
  const { app, clear, all, note } = await served([
    on('record.delete', 'orders', async (event, next) => {
      for (const { id } of await event.list('orders', { filter: 'dish = "Rawon"' }))
        if (id !== event.record['id']) await event.tx?.delete('orders', String(id))
      await event.tx?.update('notes', note, { text: 'changed' })
      await next()
    }),
  ])
  expect((await clear()).status).toBe(204)
  expect(await all()).toEqual({ tables: 1, orders: 0, lines: 0, notes: 1 })
  expect((await app.call('GET', path('notes', note))).json.text).toBe('changed')
})

test('data §4.8 services §9.1 a cascade with hooks inside a batch is a part of it', async () => {
  const seen: string[] = []
  const { app, table, all } = await served([
    on('record.delete', 'orders', async (event, next) => {
      seen.push(event.request.context)
      await next()
    }),
  ])
  await app.call('PATCH', '/api/settings', {
    token: app.superuser,
    body: { batch: { enabled: true, maxRequests: 10, timeout: 3 } },
  })
  const requests = [
    { method: 'DELETE', url: path('tables', table) },
    { method: 'POST', url: path('tables'), body: { name: 'x', id: 'short' } },
  ]
  const failed = await app.call('POST', '/api/batch', { body: { requests } })
  expect(failed.json.data.requests['1'].code).toBe('batch_request_failed')
  expect(await all()).toEqual(whole)
  const done = await app.call('POST', '/api/batch', { body: { requests: requests.slice(0, 1) } })
  expect(done.status).toBe(200)
  expect(seen).toEqual(Array(4).fill('batch'))
  expect(await all()).toEqual({ tables: 1, orders: 0, lines: 0, notes: 1 })
})

test('data §4.8 services §9.1 the hooks of a cascade have one deadline together, and past it everything is undone', async () => {
  const { clear, all } = await served(
    [
      on('record.delete', 'orders', async (_, next) => {
        await new Promise((resolve) => setTimeout(resolve, 70))
        await next()
      }),
    ],
    100,
  )
  const reply = await clear()
  expect([reply.status, reply.json.code]).toEqual([400, 'transaction_expired'])
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await all()).toEqual(whole)
})

test('data §4.8 services §9.1 a cascade over more than 1000 records runs its hooks for each, and others go on meanwhile', async () => {
  let count = 0
  const { app, table, clear, all } = await served([
    on('record.delete', 'orders', async (_, next) => {
      count++
      await next()
    }),
  ])
  fill(app, table, 1500)
  const clearing = clear()
  let answered = 0
  const clearingIs = { over: false }
  void clearing.finally(() => (clearingIs.over = true))
  while (!clearingIs.over) {
    expect((await app.call('GET', path('tables', table))).status === 200 || clearingIs.over).toBe(true)
    answered++
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect((await clearing).status).toBe(204)
  expect([count, answered > 3]).toEqual([1502, true])
  expect((await all()).orders).toBe(0)
})

test('data §2.7 services §9.1 truncate runs the hooks of every record and of its cascade', async () => {
  const seen: string[] = []
  const layer = (name: string) =>
    on('record.delete', name, async (event, next) => {
      seen.push(String(event.record['name'] ?? event.record['dish'] ?? event.record['text']))
      if (event.record['name'] === 'T9') event.reject('T9 stays')
      await next()
    })
  const { app, all } = await served([layer('tables'), layer('orders'), layer('lines')])
  const empty = () => app.call('DELETE', '/api/collections/tables/truncate', { token: app.superuser })
  const stays = (await app.record('tables', { name: 'T9' })).id
  expect((await empty()).status).toBe(400)
  expect(await all()).toEqual({ ...whole, tables: 3 })
  seen.length = 0
  await app.call('PATCH', path('tables', stays), { body: { name: 'T3' } })
  expect((await empty()).status).toBe(204)
  expect(seen.toSorted()).toEqual(['Rawon', 'Soto', 'T1', 'T2', 'T3', 'no salt'])
  expect(await all()).toEqual({ tables: 0, orders: 0, lines: 0, notes: 1 })
})

test('data §4.8 services §9.1 hooks that delete in a circle are found', async () => {
  const { clear, all } = await served([
    on('record.delete', 'orders', async (event, next) => {
      await event.tx?.delete('orders', String(event.record['id']))
      await next()
    }),
  ])
  expect((await clear()).status).toBe(500)
  expect(await all()).toEqual(whole)
})
