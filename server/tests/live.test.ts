import { describe, expect, test } from 'vitest'
import type { StorageDialect } from '../storage/dialect.ts'
import { type LiveList, openLive } from './live-app.ts'
import { dialects, type Frame, realtimeApp, type RealtimeApp, type RealtimeOptions } from './realtime-app.ts'
import { testPassword } from './test-app.ts'

interface Kitchen extends RealtimeApp {
  readonly patch: (collection: string, id: string, body: object) => Promise<unknown>
  readonly remove: (collection: string, id: string) => Promise<unknown>
}

const open = { listRule: '', viewRule: '' }

async function kitchen(dialect: StorageDialect, limits: RealtimeOptions['limits'] = {}): Promise<Kitchen> {
  const app = await realtimeApp({ dialect, limits: { sweep: 50, ...limits } })
  await app.collection({
    name: 'dishes',
    type: 'base',
    ...open,
    fields: [
      { name: 'name', type: 'text' },
      { name: 'price', type: 'number' },
    ],
  })
  const { call, superuser } = app
  const path = (collection: string, id: string): string => `/api/collections/${collection}/records/${id}`
  return {
    ...app,
    patch: (collection, id, body) => call('PATCH', path(collection, id), { token: superuser, body }),
    remove: (collection, id) => call('DELETE', path(collection, id), { token: superuser }),
  }
}

const names = ({ items }: LiveList): string[] => items.map(({ name }) => name)
const kinds = ({ frames }: LiveList): string[] =>
  frames.map(({ type, index }) => `${type} ${index ?? ''}`.trim())

describe.each(dialects)('%s', (_, dialect) => {
  test('what lists hold is bounded: each of them, and all together; who leaves makes room', async () => {
    const { connect, record, patch } = await kitchen(dialect, { liveList: 1000, liveLists: 1300 })
    const [soto, rawon] = [
      await record('dishes', { name: 's'.repeat(600), price: 1 }),
      await record('dishes', { name: 'r'.repeat(600), price: 2 }),
    ]
    const peer = await connect()
    const ask = (filter: string): Promise<unknown> =>
      peer.ask({ type: 'live', collection: 'dishes', limit: 10, filter })
    expect(await ask('')).toMatchObject({ type: 'error', code: 'query_too_large' })
    const list = await openLive(peer, { collection: 'dishes', filter: 'price = 1' })
    expect(await ask('price = 2')).toMatchObject({ type: 'error', code: 'live_full' })
    await patch('dishes', rawon.id, { price: 1 })
    await expect.poll(() => list.frames.at(-1)).toMatchObject({ type: 'error', code: 'query_too_large' })
    expect(list.items).toEqual([])
    await patch('dishes', soto.id, { price: 3 })
    await expect.poll(() => list.frames.at(-1)).toMatchObject({ type: 'snapshot' })
    expect(list.items.map(({ id }) => id)).toEqual([rawon.id])
    expect(await ask('price = 3')).toMatchObject({ code: 'live_full' })
    await peer.ask({ type: 'unsubscribe', sub: list.id })
    expect((await openLive(peer, { collection: 'dishes', filter: 'price = 3' })).items).toHaveLength(1)
  })

  test('a snapshot comes first, then each step with its place', async () => {
    const { connect, record, patch, remove } = await kitchen(dialect)
    const soto = await record('dishes', { name: 'soto', price: 20 })
    await record('dishes', { name: 'rawon', price: 30 })
    const peer = await connect()
    const list = await openLive(peer, { collection: 'dishes', sort: 'price' })
    expect(list.frames[0]).toMatchObject({ type: 'snapshot', sub: list.id, total: 2 })
    expect(list.frames[0].seq).toBeGreaterThan(1)
    expect(names(list)).toEqual(['soto', 'rawon'])
    const pecel = await record('dishes', { name: 'pecel', price: 10 })
    await expect.poll(() => names(list)).toEqual(['pecel', 'soto', 'rawon'])
    await patch('dishes', soto.id, { price: 21 })
    await expect.poll(() => list.items[1].price).toBe(21)
    await patch('dishes', soto.id, { price: 40 })
    await expect.poll(() => names(list)).toEqual(['pecel', 'rawon', 'soto'])
    await remove('dishes', pecel.id)
    await expect.poll(() => names(list)).toEqual(['rawon', 'soto'])
    expect(kinds(list)).toEqual(['snapshot', 'insert 0', 'update 1', 'remove 1', 'insert 2', 'remove 0'])
    expect(list.frames.map(({ more }) => more === true)).toEqual([false, false, false, true, false, false])
    await peer.ask({ type: 'unsubscribe', sub: list.id })
    peer.frames.splice(0)
    await record('dishes', { name: 'gudeg' })
    expect(await peer.events()).toEqual([])
  })

  test('the window has its edges: what is pushed out goes, what moves up comes', async () => {
    const { connect, record, remove } = await kitchen(dialect)
    for (const price of [10, 20, 30]) await record('dishes', { name: `d${price}`, price })
    const list = await openLive(await connect(), { collection: 'dishes', sort: 'price', limit: 2 })
    expect(list.frames[0].total).toBe(3)
    const first = await record('dishes', { name: 'd5', price: 5 })
    await expect.poll(() => names(list)).toEqual(['d5', 'd10'])
    await remove('dishes', first.id)
    await expect.poll(() => names(list)).toEqual(['d10', 'd20'])
  })

  test('other records count: relations in the rule, the sort and the expand', async () => {
    const { connect, collection, call, record, patch, remove, superuser } = await kitchen(dialect)
    const cooks = await collection({
      name: 'cooks',
      type: 'base',
      ...open,
      fields: [
        { name: 'name', type: 'text' },
        { name: 'rank', type: 'number' },
        { name: 'works', type: 'bool' },
      ],
    })
    await collection({
      name: 'plates',
      type: 'base',
      listRule: 'cook.works = true',
      fields: [
        { name: 'name', type: 'text' },
        { name: 'cook', type: 'relation', maxSelect: 1, collectionId: cooks.id },
      ],
    })
    const sri = await record('cooks', { name: 'sri', rank: 1, works: true })
    const budi = await record('cooks', { name: 'budi', rank: 2, works: true })
    await record('plates', { name: 'soto', cook: sri.id })
    await record('plates', { name: 'rawon', cook: budi.id })
    const list = await openLive(await connect(), { collection: 'plates', sort: 'cook.rank', expand: 'cook' })
    expect(names(list)).toEqual(['soto', 'rawon'])
    await patch('cooks', sri.id, { rank: 3 })
    await expect.poll(() => names(list)).toEqual(['rawon', 'soto'])
    await patch('cooks', budi.id, { name: 'ibu budi' })
    await expect.poll(() => list.items[0].expand.cook.name).toBe('ibu budi')
    await patch('cooks', budi.id, { works: false })
    await expect.poll(() => names(list)).toEqual(['soto'])
    await call('PATCH', '/api/collections/cooks', { token: superuser, body: { viewRule: null } })
    await expect.poll(() => list.items[0].expand).toBeUndefined()
    await remove('cooks', sri.id)
    await expect.poll(() => names(list)).toEqual([])
  })

  test('a view is a list as well', async () => {
    const { connect, collection, record } = await kitchen(dialect)
    await collection({
      name: 'cheap',
      type: 'view',
      ...open,
      viewQuery: 'SELECT id, name, price FROM dishes WHERE price < 15',
    })
    const list = await openLive(await connect(), { collection: 'cheap' })
    await record('dishes', { name: 'pecel', price: 10 })
    await record('dishes', { name: 'rawon', price: 30 })
    await expect.poll(() => names(list)).toEqual(['pecel'])
  })

  test('only the wanted fields travel, and what they do not show is no step', async () => {
    const { connect, record, patch } = await kitchen(dialect)
    const soto = await record('dishes', { name: 'soto', price: 20 })
    const list = await openLive(await connect(), { collection: 'dishes', fields: 'name' })
    await patch('dishes', soto.id, { price: 30 })
    await patch('dishes', soto.id, { name: 'soto ayam' })
    await expect.poll(() => list.items).toEqual([{ name: 'soto ayam' }])
    expect(kinds(list)).toEqual(['snapshot', 'update 0'])
  })

  test('the list is that of the actor of the moment, under the rule of the moment', async () => {
    const { connect, call, record, signIn, superuser, patch } = await kitchen(dialect)
    const person = { email: 'sri@example.com', password: testPassword, passwordConfirm: testPassword }
    const sri = await record('users', { ...person, name: 'guest' })
    const token = await signIn('users', 'sri@example.com')
    const rule = (listRule: string | null): Promise<unknown> =>
      call('PATCH', '/api/collections/dishes', { token: superuser, body: { listRule } })
    await rule('@request.auth.name = "chef" || price < 10')
    await record('dishes', { name: 'water', price: 5 })
    await record('dishes', { name: 'rawon', price: 30 })
    const peer = await connect(token)
    const list = await openLive(peer, { collection: 'dishes', sort: 'price' })
    expect(names(list)).toEqual(['water'])
    await patch('users', sri.id, { name: 'chef' })
    await expect.poll(() => names(list)).toEqual(['water', 'rawon'])
    await peer.ask({ type: 'auth', token: null })
    await expect.poll(() => names(list)).toEqual(['water'])
    await peer.ask({ type: 'auth', token })
    await expect.poll(() => names(list)).toEqual(['water', 'rawon'])
    await rule(null)
    await expect.poll(() => list.frames.at(-1)).toMatchObject({ type: 'error', id: list.id, status: 403 })
    expect(list.items).toEqual([])
    await rule('')
    await expect.poll(() => names(list)).toEqual(['water', 'rawon'])
    expect(list.frames.at(-1)).toMatchObject({ type: 'snapshot', total: 2 })
    await patch('users', sri.id, { password: 'gado-gado-42', passwordConfirm: 'gado-gado-42' })
    await rule('@request.auth.name = "chef"')
    await expect.poll(() => names(list)).toEqual([])
  })

  test('time alone changes a list that looks at the clock', async () => {
    const { connect, call, collection, record, superuser } = await kitchen(dialect)
    await collection({ name: 'offers', type: 'base', ...open, fields: [{ name: 'until', type: 'date' }] })
    await record('offers', { until: new Date(Date.now() + 400).toISOString() })
    const list = await openLive(await connect(), { collection: 'offers', filter: 'until > @now' })
    expect(list.items).toHaveLength(1)
    await expect.poll(() => list.items.length).toBe(0)
    const { json } = await call('GET', '/api/collections/offers/records', { token: superuser })
    expect(json.totalItems).toBe(1)
  })

  test('what cannot be a live query is refused, and then there is none', async () => {
    const { connect, call, superuser, record } = await kitchen(dialect)
    const peer = await connect()
    const ask = async (query: object): Promise<Frame> =>
      peer.ask({ type: 'live', id: 'x', limit: 5, ...query })
    expect(await ask({ collection: 'nothing' })).toMatchObject({ type: 'error', id: 'x', status: 404 })
    expect(await ask({ collection: 'dishes', filter: '(' })).toMatchObject({ status: 400 })
    expect(await ask({ collection: 'dishes', filter: 'nothing = 1' })).toMatchObject({ status: 400 })
    expect(await ask({ collection: 'dishes', sort: 'nothing' })).toMatchObject({ status: 400 })
    expect(await ask({ collection: 'dishes', sort: '@random' })).toMatchObject({ status: 400 })
    expect(await ask({ collection: 'dishes', fields: 'name:nothing' })).toMatchObject({ status: 400 })
    expect(await ask({ collection: 'dishes', filter: '@collection.users.id != ""' })).toMatchObject({
      status: 403,
    })
    for (const limit of [0, 501, 1.5, '5'])
      expect(await ask({ collection: 'dishes', limit })).toMatchObject({ status: 400 })
    expect(await ask({ collection: 'dishes', since: 1 })).toMatchObject({ status: 400 })
    await call('PATCH', '/api/collections/dishes', { token: superuser, body: { listRule: null } })
    expect(await ask({ collection: 'dishes' })).toMatchObject({ status: 403 })
    await call('PATCH', '/api/collections/dishes', { token: superuser, body: { listRule: '' } })
    await record('dishes', { name: 'soto' })
    expect(await peer.events()).toEqual([])
    expect(await peer.ask({ type: 'unsubscribe', sub: 'x' })).toMatchObject({ type: 'error', status: 400 })
    await openLive(peer, { collection: 'dishes' })
    const list = await openLive(peer, { collection: 'dishes' })
    expect(await peer.ask({ type: 'subscribe', id: list.id, topic: 'dishes/*' })).toMatchObject({
      status: 400,
    })
    expect(await peer.ask({ type: 'live', id: list.id, collection: 'dishes', limit: 1 })).toMatchObject({
      status: 400,
    })
  })

  test('a socket has so many live queries and no more', async () => {
    const { connect } = await kitchen(dialect, { liveQueries: 2 })
    const peer = await connect()
    await openLive(peer, { collection: 'dishes' })
    await openLive(peer, { collection: 'dishes' })
    expect(await peer.ask({ type: 'live', collection: 'dishes', limit: 1 })).toMatchObject({ status: 429 })
    expect(await peer.closed).toMatchObject({ code: 4029 })
  })
})
