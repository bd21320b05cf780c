import { expect, test } from 'vitest'
import { openHouse } from '../app.ts'
import { systemAsk } from '../auth/system-ask.ts'
import { createRecord } from '../records/create.ts'
import { openLive } from './live-app.ts'
import { realtimeApp, type RealtimeApp } from './realtime-app.ts'

async function open(): Promise<RealtimeApp> {
  const app = await realtimeApp({ limits: { watch: 10 } })
  await app.collection({
    name: 'notes',
    type: 'base',
    listRule: '',
    fields: [
      { name: 'title', type: 'text' },
      { name: 'stars', type: 'number' },
    ],
  })
  return app
}

const sql = ({ call, superuser }: RealtimeApp, query: string): Promise<unknown> =>
  call('POST', '/api/sql', { token: superuser, body: { query } })

test('what another process writes is in the list, and so is what the console writes', async () => {
  const app = await open()
  const list = await openLive(await app.connect(), { collection: 'notes', sort: 'title' })
  const titles = (): string[] => list.items.map(({ title }) => title)
  const other = await openHouse({ dir: app.dir, durability: 'normal', logLevel: 'silent' })
  const { cells } = await createRecord(other, systemAsk(other), 'notes', { title: 'theirs' })
  await expect.poll(titles).toEqual(['theirs'])
  await sql(app, `UPDATE notes SET title = 'mended' WHERE id = '${String(cells['id'])}'`)
  await expect.poll(titles).toEqual(['mended'])
  await other.storage.close()
})

test('a channel is left when the console takes away what its rule rests on', async () => {
  const app = await open()
  const note = await app.record('notes', { title: 'open' })
  await app.call('PATCH', '/api/settings', {
    token: app.superuser,
    body: {
      dapur: {
        channels: [{ pattern: 'note:*', join: '@collection.notes.id ?= @request.channel.key', send: '' }],
      },
    },
  })
  const peer = await app.connect()
  expect(await peer.ask({ type: 'join', channel: `note:${note.id}` })).toMatchObject({ type: 'ok' })
  await sql(app, 'DELETE FROM notes')
  expect(await peer.next('left')).toMatchObject({ reason: 'records' })
})

test('a list that is costly is read beside the loop, and however much is written it is told seldom', async () => {
  const app = await open()
  const { house } = app.app
  await house.storage.write((tx) =>
    tx.run(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120000)
       INSERT INTO notes (id, title, stars) SELECT 'r' || i, 'note ' || i, i FROM n`,
      [],
    ),
  )
  const peer = await app.connect()
  const query = {
    collection: 'notes',
    filter: 'title ~ "99999" || title ~ "fresh"',
    sort: '-stars',
    limit: 50,
  }
  const began = performance.now()
  const list = await openLive(peer, query)
  const cost = performance.now() - began
  expect(list.items.map(({ title }) => title)).toEqual(['note 99999'])
  const writes = 60
  for (let n = 0; n < writes; n++) await app.record('notes', { title: `fresh ${n}`, stars: 200_000 + n })
  await expect.poll(() => list.items.length, { timeout: 15_000 }).toBe(50)
  await expect.poll(() => list.items[0].title, { timeout: 30_000 }).toBe(`fresh ${writes - 1}`)
  // Each reading is one batch of steps: far fewer than there were writes.
  const batches = list.frames.filter(({ more }) => more !== true).length - 1
  expect([cost > 1, batches < writes / 2]).toEqual([true, true])
}, 60_000)
