import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Actor, guest } from '../base/actor.ts'
import { andThen, isLate, type Now } from '../base/now.ts'
import { createCollection } from '../collections/create.ts'
import { deleteCollection } from '../collections/delete.ts'
import type { Cells } from '../records/change.ts'
import { createRecord } from '../records/create.ts'
import { deleteRecord } from '../records/delete.ts'
import { truncateCollection } from '../records/truncate.ts'
import { updateRecord } from '../records/update.ts'
import { sqlite } from '../storage/sqlite.ts'
import { bumpVersion } from '../storage/versions.ts'
import { findAccount } from './find-account.ts'
import { type Identify, identifyWith } from './identify.ts'
import { change, createUser, openHouse, type TestHouse, usersOf } from './open-house.suite.ts'
import { createSuperuser } from './superusers.ts'
import { systemAsk } from './system-ask.ts'
import { issueToken, type TokenRequest } from './token.ts'

let house: TestHouse
let record: Cells
let identify: Identify
let reads = 0
let people = 0

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

beforeEach(async () => {
  record = await createUser(house, `sri${people++}@warung.id`)
  const { hot } = house.storage
  reads = 0
  // Counts what reaches the database; the answers are its own.
  const get: typeof hot.get = (sql, params) => {
    reads++
    return hot.get(sql, params)
  }
  identify = identifyWith({ ...house, storage: { ...house.storage, hot: { ...hot, get } } })
})

function issue(more: Partial<TokenRequest> = {}): string {
  return issueToken({ type: 'auth', collection: usersOf(house), record, now: house.clock.now(), ...more })
}

/** Who is it, at once? */
function actorOf(authorization: string | undefined): Actor {
  const actor: Now<Actor> = identify(authorization)
  if (isLate(actor)) throw new Error('the answer is late')
  return actor
}

function update(body: Readonly<Record<string, unknown>>): Promise<unknown> {
  return updateRecord(house, systemAsk(house), 'users', String(record['id']), body)
}

test('a token is known with and without Bearer', () => {
  const token = issue()
  for (const authorization of [token, `Bearer ${token}`, `bearer ${token}`, `BEARER ${token}`]) {
    expect(actorOf(authorization)).toEqual({
      kind: 'record',
      collectionId: '_pb_users_auth_',
      collectionName: 'users',
      id: record['id'],
      cells: record,
    })
  }
})

test('anything else is a guest', () => {
  const token = issue()
  const others = [undefined, '', 'Bearer', 'Bearer ', `Basic ${token}`, `Token ${token}`, `Bearer  ${token}`]
  const types = (['file', 'verification', 'passwordReset', 'emailChange'] as const).map((type) =>
    issue({ type }),
  )
  for (const authorization of [...others, ...types, `${token}x`, ` ${token}`, 'x.y.z', 'null']) {
    expect(actorOf(authorization), authorization).toBe(guest)
  }
})

test('a known token is answered from memory', () => {
  const token = issue()
  const first = actorOf(token)
  expect(reads).toBe(1)
  expect(actorOf(token)).toBe(first)
  expect(actorOf(`Bearer ${token}`)).toBe(first)
  expect(reads).toBe(1)
})

test('two tokens of one record do not push each other out', () => {
  const [one, two] = [issue(), issue({ refreshable: false })]
  expect(actorOf(one)).toBe(actorOf(two))
  actorOf(one)
  actorOf(two)
  expect(reads).toBe(2)
})

test('a superuser is one', async () => {
  const collection = usersOf(house, '_superusers')
  await createSuperuser(house, { email: 'root@warung.id', password: 'nasi goreng' })
  const root = await findAccount(house, collection, 'root@warung.id', ['email'])
  expect(root && actorOf(issue({ collection, record: root }))).toMatchObject({
    kind: 'superuser',
    id: root?.['id'],
  })
})

test('the memory ends with the token', () => {
  const token = issue({ duration: 60 })
  expect(actorOf(token).kind).toBe('record')
  house.forward(61_000)
  expect(actorOf(token)).toBe(guest)
})

test('a change of the record is seen at once, and its token stays', async () => {
  const token = issue()
  actorOf(token)
  await update({ name: 'Ibu Sri' })
  expect(actorOf(token)).toMatchObject({ kind: 'record', cells: { name: 'Ibu Sri' } })
})

test.each([
  ['password', { password: 'sate kambing', passwordConfirm: 'sate kambing' }],
  ['e-mail address', { email: 'new@warung.id' }],
  ['tokenKey', { tokenKey: 'k'.repeat(50) }],
])('a new %s makes a guest of all older tokens', async (_, body) => {
  const tokens = [issue(), issue({ refreshable: false, duration: 10 })]
  for (const token of tokens) expect(actorOf(token).kind).toBe('record')
  await update(body)
  for (const token of tokens) expect(actorOf(token)).toBe(guest)
})

test('a deleted record is a guest, and so is a truncated one', async () => {
  const other = await createUser(house, 'budi@warung.id')
  const tokens = [issue(), issue({ record: other })]
  for (const token of tokens) expect(actorOf(token).kind).toBe('record')
  await deleteRecord(house, systemAsk(house), 'users', String(record['id']))
  expect(tokens.map((token) => actorOf(token).kind)).toEqual(['guest', 'record'])
  await truncateCollection(house, systemAsk(house), 'users')
  expect(tokens.map((token) => actorOf(token).kind)).toEqual(['guest', 'guest'])
})

test('a new secret makes a guest of all its tokens; another option does not', async () => {
  const token = issue()
  expect(actorOf(token).kind).toBe('record')
  await change(house, { authToken: { duration: 600 }, fileToken: { secret: 'f'.repeat(50) } })
  expect(actorOf(token).kind).toBe('record')
  await change(house, { authToken: { secret: 's'.repeat(50) } })
  expect(actorOf(token)).toBe(guest)
})

test('a deleted collection has guests only', async () => {
  await createCollection(house, { name: 'cooks', type: 'auth' })
  const collection = usersOf(house, 'cooks')
  const body = { email: 'koki@warung.id', password: 'nasi goreng', passwordConfirm: 'nasi goreng' }
  const { cells } = await createRecord(house, systemAsk(house), 'cooks', body)
  const token = issue({ collection, record: cells })
  expect(actorOf(token)).toMatchObject({ collectionName: 'cooks' })
  await deleteCollection(house, 'cooks')
  expect(actorOf(token)).toBe(guest)
})

test('a renamed collection is known by its new name', async () => {
  const token = issue()
  actorOf(token)
  await change(house, { name: 'members' })
  expect(actorOf(token)).toMatchObject({ kind: 'record', collectionName: 'members' })
  await change(house, { name: 'users' }, 'members')
  expect(actorOf(token)).toMatchObject({ kind: 'record', collectionName: 'users' })
})

test('a change that another process made ends the memory with the next read', async () => {
  const token = issue()
  expect(actorOf(token).kind).toBe('record')
  const other = await sqlite.open({ dir: house.dir, durability: 'normal' })
  const params = ['other'.repeat(10), record['id'] ?? null]
  await other.write((tx) =>
    andThen(tx.run('update "users" set "tokenKey" = ? where "id" = ?', params), () =>
      bumpVersion(tx, 'tokens'),
    ),
  )
  await other.close()
  await new Promise((resolve) => setImmediate(resolve))
  await house.storage.hot.get('select 1', [])
  expect(actorOf(token)).toBe(guest)
})

test('a read that a change overtakes is not remembered', async () => {
  const { hot } = house.storage
  let release = (): void => undefined
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  // A database that answers late, as those do that are not in this process.
  const get: typeof hot.get = async (sql, params) => {
    const row = await hot.get(sql, params)
    await gate
    return row
  }
  const late = identifyWith({ ...house, storage: { ...house.storage, hot: { ...hot, get } } })
  const token = issue()
  const first = late(token)
  await update({ password: 'sate kambing', passwordConfirm: 'sate kambing' })
  release()
  await first
  expect(await late(token)).toBe(guest)
})
