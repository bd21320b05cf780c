import { describe, expect, test } from 'vitest'
import { dialects, type Peer, realtimeApp, type RealtimeApp } from './realtime-app.ts'
import type { StorageDialect } from '../storage/dialect.ts'
import { testPassword } from './test-app.ts'

interface Leaving extends RealtimeApp {
  readonly sari: { readonly id: string; readonly token: string }
  readonly budi: { readonly id: string; readonly token: string }
  readonly change: (id: string, body: object) => Promise<unknown>
  readonly listen: (token?: string, filter?: string) => Promise<Peer>
}

async function open(dialect: StorageDialect, listRule: string): Promise<Leaving> {
  const app = await realtimeApp({ dialect })
  const account = async (name: string): Promise<{ id: string; token: string }> => {
    const email = `${name}@example.com`
    const { id } = await app.record('users', {
      email,
      name,
      password: testPassword,
      passwordConfirm: testPassword,
    })
    return { id, token: await app.signIn('users', email) }
  }
  const users = (await app.call('GET', '/api/collections/users', { token: app.superuser })).json
  const owner = { name: 'owner', type: 'relation', maxSelect: 1, collectionId: users.id }
  const fields = [{ name: 'title', type: 'text' }, { name: 'stars', type: 'number' }, owner]
  await app.collection({ name: 'notes', type: 'base', fields, listRule })
  return {
    ...app,
    sari: await account('sari'),
    budi: await account('budi'),
    change: (id, body) =>
      app.call('PATCH', `/api/collections/notes/records/${id}`, { token: app.superuser, body }),
    listen: async (token, filter) => {
      const peer = await app.connect(token)
      await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*', ...(filter ? { filter } : {}) })
      return peer
    },
  }
}

const actions = async (peer: Peer): Promise<unknown[]> => (await peer.events()).map(({ action }) => action)

describe.each(dialects)('%s', (_, dialect) => {
  test.each([
    ['a field of the record', 'owner = @request.auth.id'],
    ['a record that it leads to', 'owner.name = @request.auth.name'],
  ])('a record that a rule on %s takes away is told to leave, by its name only', async (_, rule) => {
    const app = await open(dialect, rule)
    const { id, collectionId } = await app.record('notes', { title: 'a', owner: app.sari.id })
    const [sari, budi, guest] = [
      await app.listen(app.sari.token),
      await app.listen(app.budi.token),
      await app.listen(),
    ]
    const root = await app.listen(app.superuser)
    await app.change(id, { owner: app.budi.id, title: 'for budi' })
    const record = { collectionId, collectionName: 'notes', id }
    expect(await sari.events()).toEqual([
      { type: 'event', sub: 1, seq: expect.any(Number), action: 'leave', record, changed: [] },
    ])
    expect(await actions(budi)).toEqual(['update'])
    expect(await actions(root)).toEqual(['update'])
    expect(await actions(guest)).toEqual([])
    await app.change(id, { title: 'still with budi' })
    expect([await actions(sari), await actions(budi)]).toEqual([[], ['update']])
  })

  test('a filter takes away as a rule does', async () => {
    const app = await open(dialect, '')
    const { id } = await app.record('notes', { title: 'a', stars: 5 })
    const peer = await app.listen(undefined, 'stars > 3')
    for (const stars of [4, 1, 2, 9]) await app.change(id, { stars })
    expect(await actions(peer)).toEqual(['update', 'leave', 'update'])
  })

  test('a record without an owner is every guest’s, as a list has it', async () => {
    const app = await open(dialect, 'owner = @request.auth.id')
    const { id } = await app.record('notes', { title: 'a', owner: app.sari.id })
    const [sari, guest] = [await app.listen(app.sari.token), await app.listen()]
    await app.change(id, { owner: '' })
    await app.change(id, { owner: app.sari.id })
    const list = await app.call('GET', '/api/collections/notes/records')
    expect(list.json.items).toEqual([])
    expect(await actions(sari)).toEqual(['leave', 'update'])
    expect(await actions(guest)).toEqual(['update', 'leave'])
  })
})
