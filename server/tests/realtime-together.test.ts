import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeAccount } from '../../bench/account.ts'
import type { RecordActor } from '../base/actor.ts'
import { newRandomId } from '../base/id.ts'
import { steps } from '../base/now.ts'
import { ask, contextOf, type Subject } from '../realtime/audience.ts'
import { matchesVirtual } from '../records/allows.ts'
import type { Cells } from '../records/change.ts'
import type { House } from '../records/house.ts'
import { whoMatches } from '../records/who-matches.ts'
import { RuleError } from '../rules/index.ts'
import { dialects, realtimeApp, type RealtimeApp } from './realtime-app.ts'

/*
 * Rules across relations are asked for many at once (`realtime.md`, *Grouping*): the answers are those of asking for each.
 */

const onId = [
  'members_via_room.person = @request.auth.id',
  'members_via_room.person ?= @request.auth.id',
  'members_via_room.person != @request.auth.id',
  'owner.id = @request.auth.id',
  'owner.friend ?= @request.auth.id',
  'owner.friend = @request.auth.id',
  'guests.id ?= @request.auth.id',
  'guests:each = @request.auth.id',
  '@request.auth.id != ""',
  '@request.auth.id ?!= owner.friend',
  '@request.auth.id > owner.friend',
  '@request.auth.id ~ owner.id',
  '@collection.members.person ?= @request.auth.id',
  '@collection.members.person ?= @request.auth.id && @collection.members.room ?= id',
]
const beside = ['open = true', 'name ~ "a"', 'owner.name = "u1"', '@request.query.q = "1"']
const onMore = [
  '@request.auth.verified = true && owner.name != ""',
  '@request.auth.id:lower = owner.id',
  '@request.auth.friend = owner.id',
  '@request.auth.friend.id = owner.id',
  'owner.friend ~ @request.auth.id',
  'guests ?~ @request.auth.id',
]

const rules = fc
  .array(fc.tuple(fc.constantFrom(...onId, ...beside), fc.constantFrom('&&', '||')), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.map(([atom, sign], at) => (at === 0 ? atom : `${sign} ${atom}`)).join(' '))

interface World {
  readonly app: RealtimeApp
  readonly rooms: readonly string[]
  readonly actors: readonly RecordActor[]
}

async function world(app: RealtimeApp): Promise<World> {
  const { superuser: token } = app
  const users = (await app.call('GET', '/api/collections/users', { token })).json
  const friend = { name: 'friend', type: 'relation', collectionId: users.id, maxSelect: 1 }
  await app.call('PATCH', '/api/collections/users', { token, body: { fields: [...users.fields, friend] } })
  const person = { type: 'relation', collectionId: users.id, maxSelect: 1 }
  const fields = [
    { name: 'name', type: 'text' },
    { name: 'open', type: 'bool' },
    { ...person, name: 'owner' },
    { ...person, name: 'guests', maxSelect: 5 },
  ]
  const rooms = await app.collection({ name: 'rooms', type: 'base', fields })
  const room = { name: 'room', type: 'relation', collectionId: rooms.id, maxSelect: 1 }
  await app.collection({ name: 'members', type: 'base', fields: [{ ...person, name: 'person' }, room] })
  const actors: RecordActor[] = []
  for (let i = 0; i < 6; i++) {
    const { id } = await makeAccount(app.app, users.id, { email: `u${i}@example.com` })
    const body = { name: `u${i}`, friend: actors[i - 2]?.id ?? '' }
    await app.call('PATCH', `/api/collections/users/records/${id}`, { token, body })
    actors.push({ kind: 'record', collectionId: users.id, collectionName: 'users', id, cells: { id } })
  }
  const made: string[] = []
  for (let i = 0; i < 4; i++) {
    const guests = actors.filter((_, at) => (at + i) % 3 === 0).map(({ id }) => id)
    const owner = actors[i]?.id ?? ''
    const { id } = await app.record('rooms', { name: `a${i}`, open: i % 2 === 0, owner, guests })
    made.push(id)
    const members = actors.filter((_, at) => at < i)
    for (const { id: person } of members) await app.record('members', { room: id, person })
  }
  return { app, rooms: made, actors }
}

interface Question {
  readonly subject: Subject
  readonly rule: string
  readonly isStored: boolean
}

const wish = { collection: 'rooms', record: '*', filter: '', expand: '', fields: '', query: {}, headers: {} }

/** Whom the record is for, asked for all at once; a rule that cannot be asked so is a word. */
async function allAtOnce(
  { subject, rule, isStored }: Question,
  actors: readonly RecordActor[],
): Promise<unknown> {
  const { house, cells } = subject
  const [first] = actors
  if (!first) throw new Error('somebody has to ask')
  const asking = { ...subject, reader: house.storage.hot, context: contextOf(house, wish, first) }
  const ids = actors.map(({ id }) => id)
  return await orWord(async () => {
    const found = await steps(() => whoMatches(asking, { rule, restrict: true }, { cells, isStored }, ids))
    return found ? ids.map((id) => found.has(id)) : 'everyone for alone'
  })
}

async function oneByOne(
  { subject, rule, isStored }: Question,
  actors: readonly RecordActor[],
): Promise<unknown> {
  const { house, cells } = subject
  return await orWord(async () => {
    const answers: boolean[] = []
    for (const actor of actors) {
      const context = contextOf(house, wish, actor)
      const { hot } = house.storage
      const probe = { rule, filter: '', restrict: true, context }
      const asking = { ...subject, reader: hot, context }
      answers.push(
        await steps(() =>
          isStored ? ask(subject, hot, probe) : matchesVirtual(asking, { rule, restrict: true }, cells),
        ),
      )
    }
    return answers
  })
}

async function orWord(answer: () => Promise<unknown>): Promise<unknown> {
  try {
    return await answer()
  } catch (error) {
    if (error instanceof RuleError) return 'undecidable'
    throw error
  }
}

async function subjectOf({ app }: World, id: string, change: Cells = {}): Promise<Subject> {
  const { house } = app.app
  const collection = house.catalog.current.find('rooms')
  if (!collection) throw new Error('there are no rooms')
  const [row = []] = await house.storage.hot.all(
    `select ${collection.fields.map(({ name }) => `"${name}"`).join()} from rooms where id = ?`,
    [id],
  )
  const cells = Object.fromEntries(collection.fields.map(({ name }, at) => [name, row[at] ?? null]))
  return { house, catalog: house.catalog.current, collection, cells: { ...cells, ...change } }
}

test('a rule that knows of who asks only the id is answered for all at once as for each alone', async () => {
  const there = await world(await realtimeApp())
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(rules, fc.nat(3), fc.boolean(), async (rule, at, isStored) => {
      const change = isStored ? {} : { open: 1, owner: there.actors[5]?.id ?? '' }
      const subject = await subjectOf(there, there.rooms[at] ?? '', change)
      const question = { subject, rule, isStored }
      const together = await allAtOnce(question, there.actors)
      expect([rule, together]).toEqual([rule, await oneByOne(question, there.actors)])
      seen.add(JSON.stringify(together))
    }),
    { numRuns: 300 },
  )
  // All, none, some in many ways, and what cannot be said.
  expect(seen.size).toBeGreaterThan(10)
}, 30_000)

test('a rule that knows more of who asks is asked for each alone', async () => {
  const there = await world(await realtimeApp())
  const subject = await subjectOf(there, there.rooms[1] ?? '')
  for (const rule of onMore) {
    const together = await allAtOnce({ subject, rule, isStored: true }, there.actors)
    expect([rule, together]).toEqual([rule, 'everyone for alone'])
  }
})

/** Counts what is asked of the database that holds the rules' tables. */
function counting(asked: string[]): (house: House) => House {
  return (house) => {
    const { hot } = house.storage
    const note = <T>(text: string, answer: T): T => {
      if (text.includes('members')) asked.push(text)
      return answer
    }
    const counted = {
      ...house.storage,
      hot: {
        ...hot,
        get: (text: string, params: Parameters<typeof hot.get>[1]) => note(text, hot.get(text, params)),
        all: (text: string, params: Parameters<typeof hot.all>[1]) => note(text, hot.all(text, params)),
      },
    }
    return { ...house, storage: counted }
  }
}

test.each(dialects)('20 members hear of a change for one question to the database %s', async (_, dialect) => {
  const asked: string[] = []
  const app = await realtimeApp({ dialect, plant: counting(asked) })
  const { rooms } = await world(app)
  const rule = 'members_via_room.person ?= @request.auth.id'
  const body = { listRule: rule, viewRule: rule }
  await app.call('PATCH', '/api/collections/rooms', { token: app.superuser, body })
  const users = (await app.call('GET', '/api/collections/users', { token: app.superuser })).json
  const peers = []
  for (let i = 0; i < 20; i++) {
    const { id, token } = await makeAccount(app.app, users.id, { email: `m${newRandomId()}@example.com` })
    if (i % 2 === 0) await app.record('members', { room: rooms[0], person: id })
    const peer = await app.connect(token)
    await peer.ask({ type: 'subscribe', id: 1, topic: 'rooms/*' })
    peers.push(peer)
  }
  for (const peer of peers) await peer.events()
  asked.length = 0
  const record = `/api/collections/rooms/records/${rooms[0]}`
  await app.call('PATCH', record, { token: app.superuser, body: { name: 'new' } })
  const heard = await Promise.all(peers.map((peer) => peer.events()))
  expect(heard.map((frames) => frames.map(({ action, type }) => action ?? type))).toEqual(
    // Where a rule looks back over relations, nobody is told a leave.
    peers.map((_, i) => (i % 2 === 0 ? ['update'] : [])),
  )
  expect(asked).toHaveLength(1)
})
