import { expect, test } from 'vitest'
import { createRecord } from '../records/create.ts'
import { deleteRecord } from '../records/delete.ts'
import { updateRecord } from '../records/update.ts'
import { systemAsk } from '../auth/system-ask.ts'
import { openHouse } from '../app.ts'
import type { House } from '../records/house.ts'
import { type Frame, realtimeApp, type RealtimeApp } from './realtime-app.ts'
import { runDapur } from './serve-process.ts'

/** The data of an app, opened a second time as another process would: only through the file. */
async function open(): Promise<{ app: RealtimeApp; other: House; close: () => Promise<void> }> {
  const app = await realtimeApp({ limits: { watch: 10 } })
  await app.collection({
    name: 'notes',
    type: 'base',
    fields: [
      { name: 'title', type: 'text' },
      { name: 'stars', type: 'number' },
    ],
    listRule: 'stars < 3',
    viewRule: '',
  })
  const other = await openHouse({ dir: app.dir, durability: 'normal', logLevel: 'silent' })
  return { app, other, close: () => other.storage.close() }
}

test('what another process writes is told like our own, once and in order', async () => {
  const { app, other, close } = await open()
  const peer = await app.connect()
  await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
  const ask = systemAsk(other)
  const wanted: unknown[] = []
  for (let i = 0; i < 20; i++) {
    const made = await createRecord(other, ask, 'notes', { title: `theirs ${i}` })
    const mine = await app.record('notes', { title: `ours ${i}` })
    wanted.push(['create', `theirs ${i}`, made.cells['id']], ['create', `ours ${i}`, mine.id])
  }
  const events: Frame[] = []
  while (events.length < wanted.length) events.push(await peer.next('event'))
  expect(events.map(({ action, record }) => [action, record.title, record.id])).toEqual(wanted)
  const seqs = events.map(({ seq }) => seq)
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
  expect(await peer.events()).toEqual([])
  await close()
})

test('their updates, leaves and deletes are judged as ours are', async () => {
  const { app, other, close } = await open()
  const { id } = await app.record('notes', { title: 'a' })
  const peer = await app.connect()
  await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
  const ask = systemAsk(other)
  await updateRecord(other, ask, 'notes', id, { stars: 2 })
  expect(await peer.next('event')).toMatchObject({
    action: 'update',
    record: { stars: 2 },
    changed: ['stars'],
  })
  await updateRecord(other, ask, 'notes', id, { stars: 5 })
  expect(await peer.next('event')).toMatchObject({ action: 'leave', record: { id } })
  await updateRecord(other, ask, 'notes', id, { stars: 1 })
  expect(await peer.next('event')).toMatchObject({ action: 'update' })
  await deleteRecord(other, ask, 'notes', id)
  expect(await peer.next('event')).toMatchObject({ action: 'delete', record: { id, stars: 1 } })
  await close()
})

test('a superuser who is made on the command line beside the server is told to superusers', async () => {
  const { app, close } = await open()
  await close()
  const peer = await app.connect(app.superuser)
  await peer.ask({ type: 'subscribe', id: 1, topic: '_superusers/*' })
  const { code } = await runDapur([
    'superuser',
    'create',
    'second@example.com',
    'sambal-terasi-9',
    '--dir',
    app.dir,
  ])
  expect(code).toBe(0)
  expect(await peer.next('event')).toMatchObject({
    action: 'create',
    record: { email: 'second@example.com' },
  })
})
