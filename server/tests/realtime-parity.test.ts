import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeCatalog } from '../collections/catalog.ts'
import type { Catalog } from '../collections/collection.ts'
import type { House } from '../records/house.ts'
import { type LiveList, openLive } from './live-app.ts'
import { type Frame, type Peer, realtimeApp, type RealtimeApp, type RealtimeOptions } from './realtime-app.ts'
import { testPassword } from './test-app.ts'

/*
 * Reliability R12: one rule decision for every door. For random rules, records and actors an event arrives if and only
 * if a GET of the record answers 200 at that moment, with the same body; a live query has what a list request answers;
 * and a channel lets in whom a list under the same rule would show its record.
 */

const ofRecord = [
  'price > 20',
  'name ~ "a"',
  'owner = @request.auth.id',
  'owner.name = "sri"',
  'tags:length > 0',
  'owner.id = @request.auth.id',
  '@collection.dishes.owner ?= @request.auth.id',
  '@request.auth.verified = true',
]
const ofRequest = [
  '@request.auth.id != ""',
  '@request.auth.name = "sri"',
  '@request.auth.name:lower ~ "b"',
  '@request.auth.collectionName = "users"',
  '@collection.dishes.owner ?= @request.auth.id',
  '@collection.dishes.name ?= "rawon"',
]

function ruleOf(atoms: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(fc.constantFrom(...atoms), fc.constantFrom('&&', '||')), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.map(([atom, sign], at) => (at === 0 ? atom : `${sign} ${atom}`)).join(' '))
}

interface Listener {
  readonly token: string | undefined
  readonly peer: Peer
  readonly live: LiveList
}

interface Kitchen {
  readonly app: RealtimeApp
  readonly dishes: readonly string[]
  readonly listeners: readonly Listener[]
}

async function kitchen(options: RealtimeOptions = {}): Promise<Kitchen> {
  const app = await realtimeApp(options)
  const users = (await app.call('GET', '/api/collections/users', { token: app.superuser })).json
  await app.collection({
    name: 'dishes',
    type: 'base',
    fields: [
      { name: 'name', type: 'text' },
      { name: 'price', type: 'number' },
      { name: 'secret', type: 'text', hidden: true },
      { name: 'tags', type: 'select', maxSelect: 2, values: ['hot', 'cold'] },
      { name: 'owner', type: 'relation', maxSelect: 1, collectionId: users.id },
    ],
  })
  const people: string[] = []
  const tokens: (string | undefined)[] = [undefined, app.superuser]
  for (const name of ['sri', 'budi']) {
    const email = `${name}@example.com`
    const body = {
      email,
      name,
      verified: name === 'budi',
      password: testPassword,
      passwordConfirm: testPassword,
    }
    people.push((await app.record('users', body)).id)
    tokens.push(await app.signIn('users', email))
  }
  const dishes: string[] = []
  for (const [at, name] of ['soto', 'rawon', 'pecel', 'ayam'].entries()) {
    const body = {
      name,
      price: at * 10 + 5,
      secret: 's',
      tags: at % 2 ? ['hot'] : [],
      owner: [...people, ''][at % 3],
    }
    dishes.push((await app.record('dishes', body)).id)
  }
  const open = { listRule: '', viewRule: '' }
  await app.call('PATCH', '/api/collections/dishes', { token: app.superuser, body: open })
  const listeners: Listener[] = []
  for (const token of tokens) {
    const peer = await app.connect(token)
    await peer.ask({ type: 'subscribe', id: 1, topic: 'dishes/*' })
    listeners.push({ token, peer, live: await openLive(peer, { collection: 'dishes', sort: 'name' }) })
  }
  return { app, dishes, listeners }
}

const RECORDS = '/api/collections/dishes/records'

/** Under each rule, change every record, and compare what each actor hears with what a GET answers. */
async function compareRecords({ app, dishes, listeners }: Kitchen, runs: number): Promise<number> {
  let triples = 0
  await fc.assert(
    fc.asyncProperty(ruleOf(ofRecord), async (rule) => {
      const body = { listRule: rule, viewRule: rule }
      await app.call('PATCH', '/api/collections/dishes', { token: app.superuser, body })
      for (const { peer } of listeners) await peer.events()
      for (const id of dishes)
        await app.call('PATCH', `${RECORDS}/${id}`, { token: app.superuser, body: { 'price+': 1 } })
      for (const { token, peer, live } of listeners) {
        const heard = (await peer.events()).filter(
          ({ type, action }) => type === 'event' && action === 'update',
        )
        for (const id of dishes) {
          const { status, json } = await app.call(
            'GET',
            `${RECORDS}/${id}`,
            token === undefined ? {} : { token },
          )
          const event: Frame = heard.find(({ record }) => record.id === id)?.record
          expect([rule, event]).toEqual([rule, status === 200 ? json : undefined])
          triples++
        }
        const list = await app.call(
          'GET',
          `${RECORDS}?sort=name&perPage=500`,
          token === undefined ? {} : { token },
        )
        await expect.poll(() => [rule, live.items], { timeout: 2000 }).toEqual([rule, list.json.items])
      }
    }),
    { numRuns: runs, endOnFailure: true },
  )
  return triples
}

/** Under each rule, compare who may join a channel with who is shown the one record of a list under the same rule. */
async function compareChannels({ app, listeners }: Kitchen, runs: number): Promise<number> {
  let joined = 0
  await app.collection({ name: 'probes', type: 'base', fields: [] })
  await app.record('probes', {})
  const patch = (path: string, body: object): Promise<unknown> =>
    app.call('PATCH', path, { token: app.superuser, body })
  await fc.assert(
    fc.asyncProperty(ruleOf(ofRequest), async (rule) => {
      await patch('/api/collections/probes', { listRule: rule })
      await patch('/api/settings', { dapur: { channels: [{ pattern: 'probe', join: rule }] } })
      for (const { token, peer } of listeners) {
        const { type } = await peer.ask({ type: 'join', channel: 'probe' })
        await peer.ask({ type: 'leave', channel: 'probe' })
        const list = await app.call(
          'GET',
          '/api/collections/probes/records',
          token === undefined ? {} : { token },
        )
        if (type === 'ok') joined++
        expect([rule, type === 'ok']).toEqual([rule, list.json.items.length === 1])
      }
    }),
    { numRuns: runs, endOnFailure: true },
  )
  return joined
}

test('R12 an event arrives if and only if a GET answers 200, with the same body; a live query is the list', async () => {
  expect(await compareRecords(await kitchen(), 32)).toBeGreaterThanOrEqual(500)
}, 60_000)

test('a channel lets in whom a list under the same rule shows its record', async () => {
  const joined = await compareChannels(await kitchen(), 40)
  // Superusers always may, and others now and then.
  expect(joined).toBeGreaterThan(40)
}, 60_000)

/** A house whose hub believes that all collections are open to everyone. */
function open(house: House): House {
  const opened = new WeakMap<Catalog, Catalog>()
  const { catalog } = house
  return {
    ...house,
    catalog: {
      get current() {
        const { current } = catalog
        const known = opened.get(current)
        if (known) return known
        const all = current.all.map((one) => ({ ...one, listRule: '', viewRule: '' }))
        const made = makeCatalog(current.version, all)
        opened.set(current, made)
        return made
      },
      swap: (collections) => catalog.swap(collections),
      renames: catalog.renames,
      onChange: catalog.onChange,
    },
  }
}

test('a planted fault is found: a hub that looks at no rule', async () => {
  await expect(compareRecords(await kitchen({ plant: open }), 32)).rejects.toThrow('Property failed')
}, 60_000)
