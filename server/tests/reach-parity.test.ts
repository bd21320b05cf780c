import { expect, test } from 'vitest'
import { realtimeApp, type RealtimeApp } from './realtime-app.ts'

const open = { type: 'base', listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }
const FILTERS = [
  'owner.name != "x"',
  'marks_via_note.text != "x"',
  'owner.id != "" && marks_via_note.id = ""',
]

/** Notes of people, with marks: both closed to all lists. */
async function closed(): Promise<RealtimeApp & { readonly owner: string }> {
  const app = await realtimeApp()
  const text = (name: string) => ({ name, type: 'text' })
  const people = await app.collection({ ...open, name: 'people', listRule: null, fields: [text('name')] })
  const notes = await app.collection({
    ...open,
    name: 'notes',
    fields: [text('title'), { name: 'owner', type: 'relation', collectionId: people.id, maxSelect: 1 }],
  })
  await app.collection({
    ...open,
    name: 'marks',
    listRule: null,
    fields: [text('text'), { name: 'note', type: 'relation', collectionId: notes.id, maxSelect: 1 }],
  })
  return { ...app, owner: (await app.record('people', { name: 'Sri' })).id }
}

test.each(FILTERS)('data §5.8 what a list refuses, every other door refuses: %s', async (filter) => {
  const app = await closed()
  const list = (query: Record<string, string>, token = '') =>
    app.call('GET', `/api/collections/notes/records?${new URLSearchParams(query).toString()}`, { token })
  expect((await list({ filter })).json).toMatchObject({ status: 400, data: {} })
  expect((await list({ filter, cursor: '' })).status).toBe(400)
  expect((await list({ sort: filter.split(' ')[0] ?? '' })).status).toBe(
    filter.startsWith('owner.id') ? 200 : 400,
  )
  expect((await list({ filter }, app.superuser)).status).toBe(200)
  const [guest, superuser] = [await app.connect(), await app.connect(app.superuser)]
  for (const peer of [guest, superuser])
    await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*', filter })
  await app.record('notes', { title: 'a', owner: app.owner })
  expect(await guest.events()).toEqual([])
  expect(await superuser.events()).toHaveLength(1)
})

test.each(FILTERS)('data §5.8 §5.9 rules reach further than filters, at every door: %s', async (rule) => {
  const app = await closed()
  const rules = { listRule: rule, viewRule: rule, updateRule: rule, deleteRule: rule }
  const token = app.superuser
  expect((await app.call('PATCH', '/api/collections/notes', { token, body: rules })).status).toBe(200)
  await app.call('PATCH', '/api/settings', { token, body: { batch: { enabled: true } } })
  const peer = await app.connect()
  await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
  const { id } = await app.record('notes', { title: 'a', owner: app.owner })
  expect(await peer.events()).toHaveLength(1)
  const path = `/api/collections/notes/records/${id}`
  expect((await app.call('GET', '/api/collections/notes/records')).json.totalItems).toBe(1)
  expect((await app.call('GET', path)).status).toBe(200)
  const requests = [
    { method: 'PATCH', url: path, body: { title: 'b' } },
    { method: 'DELETE', url: path },
  ]
  const { json } = await app.call('POST', '/api/batch', { body: { requests } })
  expect(json.map(({ status }: { status: number }) => status)).toEqual([200, 204])
})
