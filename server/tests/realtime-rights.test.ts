import { describe, expect, test } from 'vitest'
import { createRecord } from '../records/create.ts'
import { steps, take } from '../base/now.ts'
import { systemAsk } from '../auth/system-ask.ts'
import { findRecord } from '../records/find.ts'
import { deleteCells } from '../records/save.ts'
import { shapeOf } from '../records/shape.ts'
import { workOf } from '../records/work.ts'
import { guest } from '../base/actor.ts'
import type { StorageDialect } from '../storage/dialect.ts'
import { dialects, realtimeApp, type RealtimeApp } from './realtime-app.ts'
import { testPassword } from './test-app.ts'

interface Account {
  readonly id: string
  readonly token: string
}

async function open(dialect: StorageDialect): Promise<RealtimeApp & { readonly sari: Account }> {
  const app = await realtimeApp({ dialect, limits: { sweep: 50 } })
  await app.collection({
    name: 'notes',
    type: 'base',
    fields: [{ name: 'title', type: 'text' }],
    listRule: '@request.auth.id != ""',
  })
  const { id } = await app.record('users', {
    email: 'sari@example.com',
    password: testPassword,
    passwordConfirm: testPassword,
    name: 'sari',
  })
  return { ...app, sari: { id, token: await app.signIn('users', 'sari@example.com') } }
}

const user = (id: string): string => `/api/collections/users/records/${id}`

describe.each(dialects)('%s', (_, dialect) => {
  test('auth says who the socket speaks for, and null makes it a guest again', async () => {
    const { connect, sari } = await open(dialect)
    const peer = await connect()
    expect(await peer.ask({ type: 'auth', id: 1, token: sari.token })).toEqual({
      type: 'ok',
      id: 1,
      actor: { id: sari.id, collection: 'users' },
    })
    expect(await peer.ask({ type: 'auth', id: 2, token: null })).toEqual({ type: 'ok', id: 2, actor: null })
  })

  test('a token that proves nothing is refused, and the actor stays', async () => {
    const { connect, record, sari } = await open(dialect)
    const peer = await connect(sari.token)
    for (const token of ['nonsense', `${sari.token}x`, '']) {
      expect(await peer.ask({ type: 'auth', id: 2, token })).toMatchObject({
        type: 'error',
        id: 2,
        status: 401,
        data: {},
      })
    }
    await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
    await record('notes', { title: 'a' })
    expect(await peer.events()).toHaveLength(1)
  })

  test('a subscription is looked at with the actor of the moment', async () => {
    const { connect, record, sari } = await open(dialect)
    const peer = await connect()
    await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
    await record('notes', { title: 'guest' })
    expect(await peer.events()).toEqual([])
    await peer.ask({ type: 'auth', id: 2, token: sari.token })
    await record('notes', { title: 'sari' })
    expect((await peer.events()).map(({ record }) => record.title)).toEqual(['sari'])
  })

  test('a new password ends the right at once: not one event more', async () => {
    const { app, call, connect, sari, superuser } = await open(dialect)
    const peer = await connect(sari.token)
    await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
    const password = { password: 'gado-gado-42', passwordConfirm: 'gado-gado-42' }
    const state = { title: 'before' }
    const change = call('PATCH', user(sari.id), { token: superuser, body: password }).then(() => {
      state.title = 'after'
    })
    const write = (): Promise<unknown> => createRecord(app.house, systemAsk(app.house), 'notes', { ...state })
    while (state.title === 'before') await write()
    await change
    await write()
    const frames = await peer.events()
    const end = frames.findIndex(({ type }) => type === 'auth')
    expect(frames[end]).toEqual({ type: 'auth', actor: null, reason: 'revoked' })
    expect(end).toBeGreaterThan(0)
    expect(frames.slice(0, end).map(({ record }) => record.title)).not.toContain('after')
    expect(frames.slice(end + 1)).toEqual([])
  })

  test('an account that is deleted, and a new secret of its collection, end it as well', async () => {
    const { call, collection, connect, record, sari, superuser, signIn } = await open(dialect)
    await collection({ name: 'cooks', type: 'auth', fields: [] })
    await record('cooks', {
      email: 'budi@example.com',
      password: testPassword,
      passwordConfirm: testPassword,
    })
    const [first, second] = [
      await connect(sari.token),
      await connect(await signIn('cooks', 'budi@example.com')),
    ]
    for (const peer of [first, second]) await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
    await call('DELETE', user(sari.id), { token: superuser })
    const secret = 'x'.repeat(40)
    await call('PATCH', '/api/collections/cooks', {
      token: superuser,
      body: { authToken: { secret, duration: 3600 } },
    })
    await record('notes', { title: 'a' })
    expect(await first.events()).toEqual([{ type: 'auth', actor: null, reason: 'deleted' }])
    expect(await second.events()).toEqual([{ type: 'auth', actor: null, reason: 'revoked' }])
  })

  test('what rules see of the actor is what is stored now', async () => {
    const { call, connect, record, sari, superuser } = await open(dialect)
    await call('PATCH', '/api/collections/notes', {
      token: superuser,
      body: { listRule: '@request.auth.name = "chef"' },
    })
    const peer = await connect(sari.token)
    await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
    await record('notes', { title: 'a' })
    await call('PATCH', user(sari.id), { token: sari.token, body: { name: 'chef' } })
    await record('notes', { title: 'b' })
    expect((await peer.events()).map(({ record }) => record.title)).toEqual(['b'])
  })

  test('a new rule counts from its commit on', async () => {
    const { call, connect, record, sari, superuser } = await open(dialect)
    const peer = await connect(sari.token)
    await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
    await record('notes', { title: 'a' })
    expect((await peer.events()).map(({ record }) => record.title)).toEqual(['a'])
    await call('PATCH', '/api/collections/notes', { token: superuser, body: { listRule: null } })
    await record('notes', { title: 'b' })
    expect(await peer.events()).toEqual([])
  })

  test('a token is held to its end while the socket is open', async () => {
    const { call, connect, record, sari, superuser } = await open(dialect)
    const { json } = await call('POST', `/api/collections/users/impersonate/${sari.id}`, {
      token: superuser,
      body: { duration: 2 },
    })
    const peer = await connect(json.token)
    await peer.ask({ type: 'subscribe', id: 1, topic: 'notes/*' })
    expect(await peer.next('auth')).toEqual({ type: 'auth', actor: null, reason: 'expired' })
    await record('notes', { title: 'a' })
    expect(await peer.events()).toEqual([])
  })

  test('the delete of a record is told to those who could see it, whatever the rule looks at', async () => {
    const { app, call, connect, hub, collection, record, sari, superuser } = await open(dialect)
    await collection({ name: 'boards', type: 'base', fields: [{ name: 'reader', type: 'text' }] })
    const boards = (await call('GET', '/api/collections/boards', { token: superuser })).json
    await collection({
      name: 'cards',
      type: 'base',
      fields: [{ name: 'board', type: 'relation', maxSelect: 1, collectionId: boards.id }],
      listRule: 'board.reader = @request.auth.id',
    })
    const board = await record('boards', { reader: sari.id })
    const [card, lost] = [
      await record('cards', { board: board.id }),
      await record('cards', { board: board.id }),
    ]
    const [mine, theirs] = [await connect(sari.token), await connect()]
    for (const peer of [mine, theirs]) await peer.ask({ type: 'subscribe', id: 1, topic: 'cards/*' })
    const { house } = app
    const catalog = house.catalog.current
    const cards = catalog.find('cards')
    if (!cards) throw new Error('no cards')
    const cells = await findRecord(house, cards, card.id)
    if (!cells) throw new Error('no card')
    await house.storage.write((tx) =>
      steps(function* () {
        const work = workOf(house, catalog, tx, guest)
        yield* hub.beforeDelete(work, { collection: cards, cells })
        yield* deleteCells(work, shapeOf(cards), cells)
        // What could be asked before is gone now.
        yield* take(tx.run('UPDATE boards SET reader = ?', ['']))
      }),
    )
    expect(await mine.events()).toMatchObject([
      { action: 'delete', record: { id: card.id, board: board.id } },
    ])
    expect(await theirs.events()).toEqual([])
    await call('DELETE', `/api/collections/cards/records/${lost.id}`, { token: superuser })
    expect(await mine.events()).toEqual([])
  })
})
