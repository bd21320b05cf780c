import { expect, test } from 'vitest'
import { realtimeApp } from '../../server/tests/realtime-app.ts'
import { type ApiError, type Client, createClient, memoryStore, type RecordJson } from '../src/index.ts'

interface Note extends RecordJson {
  text: string
}

type Api = Client<{ notes: Note; _superusers: RecordJson }>

/** A signed-in client of a whole server with a socket, and another one that is a guest. */
async function clients(): Promise<{ dapur: Api; guest: Api; cutAll: () => void }> {
  const { app, url, collection, cutAll, superuser } = await realtimeApp()
  await collection({ name: 'notes', type: 'base', fields: [{ name: 'text', type: 'text' }] })
  const open = (): Api =>
    createClient(url.replace('ws', 'http').replace('/api/realtime', ''), {
      store: memoryStore(),
      // The door of this test is for sockets only; requests go in by the back.
      fetch: async (input, init) => app.fetch(new Request(input, init)),
    })
  const dapur = open()
  const record = { id: 'root', collectionId: '', collectionName: '_superusers' }
  dapur.auth.save({ token: superuser, record })
  return { dapur, guest: open(), cutAll }
}

/** Subscribes, and waits until the subscription stands: changes before that are nobody's. */
async function listen(dapur: Api, hear: (said: string) => void): Promise<() => void> {
  let isHeard = false
  const stop = dapur.collection('notes').subscribe('*', ({ action, record }) => {
    if (record.text === 'ready?') isHeard = true
    else hear(`${action} ${record.text}`)
  })
  await expect
    .poll(async () => {
      await dapur.collection('notes').create({ text: 'ready?' })
      return isHeard
    })
    .toBe(true)
  return stop
}

test('changes are heard in their order, by those who may see them', async () => {
  const { dapur, guest } = await clients()
  const heard: string[] = []
  const stopGuest = guest.collection('notes').subscribe('*', () => heard.push('a guest hears'))
  const stop = await listen(dapur, (said) => heard.push(said))
  const notes = dapur.collection('notes')
  const { id } = await notes.create({ text: 'A' })
  await notes.update(id, { text: 'B' })
  await notes.delete(id)
  await expect.poll(() => heard).toEqual(['create A', 'update B', 'delete B'])
  stop()
  await notes.create({ text: 'C' })
  expect(heard).not.toContain('create C')
  stopGuest()
})

test('what happens while the line is cut is heard when it is back, and nothing twice', async () => {
  const { dapur, cutAll } = await clients()
  const heard: string[] = []
  const stop = await listen(dapur, (said) => heard.push(said))
  const notes = dapur.collection('notes')
  const { id } = await notes.create({ text: 'A' })
  await expect.poll(() => heard).toEqual(['create A'])
  cutAll()
  await notes.update(id, { text: 'B' })
  const { id: brief } = await notes.create({ text: 'C' })
  await notes.delete(brief)
  await notes.create({ text: 'D' })
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['create A', 'update B', 'create D'])
  await notes.delete(id)
  await expect.poll(() => heard).toEqual(['create A', 'update B', 'create D', 'delete B'])
  stop()
})

test('who signs out hears no more, and who signs in hears again, on the same socket', async () => {
  const { dapur } = await clients()
  const heard: string[] = []
  const stop = await listen(dapur, (said) => heard.push(said))
  const { session } = dapur.auth
  if (!session) throw new Error('It is signed in.')
  const create = (text: string): Promise<unknown> =>
    dapur.send({
      method: 'POST',
      path: '/api/collections/notes/records',
      token: session.token,
      body: { text },
    })
  dapur.auth.clear()
  await expect
    .poll(async () => {
      const before = heard.length
      await create('while out')
      await new Promise((resolve) => setTimeout(resolve, 50))
      return heard.length === before
    })
    .toBe(true)
  dapur.auth.save(session)
  await expect
    .poll(async () => {
      await create('back')
      return heard.at(-1)
    })
    .toBe('create back')
  stop()
})

test('a subscription that cannot be is refused', async () => {
  const { dapur } = await clients()
  const refused = new Promise<ApiError>((resolve) => {
    dapur.collection('notes').subscribe('*', () => undefined, { filter: '(', onError: resolve })
  })
  expect((await refused).status).toBe(400)
})
