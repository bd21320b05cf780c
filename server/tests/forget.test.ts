import { expect, test } from 'vitest'
import { forgetExpiredMfas, forgetExpiredOtps, forgetExpiredSessions } from '../auth/forget-expired.ts'
import { accountTables } from '../collections/account-tables.ts'
import { testApp, type TestApp, testPassword } from './test-app.ts'

const EMAIL = 'sri@example.com'
const satellites = ['_externalAuths', '_authOrigins', '_mfas', '_otps']
const everything = {
  passkey: { enabled: true },
  totp: { enabled: true },
  apiKeys: { enabled: true },
  sessions: { enabled: true, refreshTokens: true },
}

/** Somebody in a collection `cooks` of whom every table knows something, and one in `users` who has to stay. */
async function kitchen(): Promise<TestApp & { readonly cook: string }> {
  const app = await testApp()
  const otp = { enabled: true }
  const { id: cooks } = await app.collection({ name: 'cooks', type: 'auth', otp, dapur: everything })
  const patch = { otp, dapur: everything }
  expect(
    (await app.call('PATCH', '/api/collections/users', { token: app.superuser, body: patch })).status,
  ).toBe(200)
  let cook = ''
  for (const [collection, ref] of [
    ['users', '_pb_users_auth_'],
    ['cooks', cooks],
  ] as const) {
    const { id } = await app.record(collection, {
      email: EMAIL,
      password: testPassword,
      passwordConfirm: testPassword,
    })
    await fill(app, collection, ref, id)
    cook = id
  }
  return { ...app, cook }
}

async function fill(app: TestApp, collection: string, ref: string, id: string): Promise<void> {
  const token = await app.signIn(collection, EMAIL)
  const to = async (path: string, body: object = {}, as: string = token) => {
    const { status, text } = await app.call('POST', `/api/collections/${collection}/${path}`, {
      token: as,
      body,
    })
    expect([status, status === 200 ? '' : text], path).toEqual([200, ''])
  }
  await to('request-otp', { email: EMAIL })
  await to('request-passkey', { register: true })
  await to('request-passkey', {}, '')
  await to('totp')
  await to('api-keys', { name: 'screen', scopes: '*' })
  const owner = { collectionRef: ref, recordRef: id }
  await app.record('_mfas', { ...owner, method: 'password' })
  await app.record('_externalAuths', { ...owner, provider: 'github', providerId: id })
  // What takes a device or a mail to come by.
  await app.app.house.storage.write((tx) => {
    void tx.run(
      'INSERT INTO "_dapur_recovery_codes" ("collectionRef", "recordRef", "hash") VALUES (?, ?, ?)',
      [ref, id, 'h'],
    )
    void tx.run(
      `INSERT INTO "_dapur_passkeys" ("collectionRef", "recordRef", "id", "credentialId", "publicKey", "counter", "transports", "name", "created", "lastUsed") VALUES (?, ?, ?, ?, '', 0, '[]', 'p', '', '')`,
      [ref, id, `p${id}`, id],
    )
    void tx.run(
      `INSERT INTO "_dapur_outbox" ("id", "kind", "collection", "record", "recipient", "extra", "created") VALUES (?, 'otp', ?, ?, 'x', '{}', 0)`,
      [`o${id}`, ref, id],
    )
  })
}

/** How many rows each table has of these collections. */
async function countRows({ app }: TestApp, refs: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of [...satellites, ...accountTables, '_dapur_outbox']) {
    const column = table === '_dapur_outbox' ? 'collection' : 'collectionRef'
    const text = `SELECT count(*) FROM "${table}" WHERE "${column}" IN (${refs.map(() => '?').join()})`
    counts[table] = Number((await app.house.storage.hot.get(text, refs))?.[0])
  }
  return counts
}

async function refOf({ app }: TestApp): Promise<string> {
  const cooks = app.house.catalog.current.find('cooks')
  if (!cooks) throw new Error('the collection is missing')
  return cooks.id
}

const none = Object.fromEntries([...satellites, ...accountTables, '_dapur_outbox'].map((name) => [name, 0]))

test('data §2.7 an auth collection leaves nothing behind in any table, and others keep theirs', async () => {
  const app = await kitchen()
  const ref = await refOf(app)
  const before = await countRows(app, ['_pb_users_auth_'])
  for (const [table, count] of Object.entries(await countRows(app, [ref])))
    expect(count, table).toBeGreaterThan(0)
  const { status } = await app.call('DELETE', '/api/collections/cooks', { token: app.superuser })
  expect(status).toBe(204)
  expect(await countRows(app, [ref])).toEqual(none)
  expect(await countRows(app, ['_pb_users_auth_'])).toEqual(before)
})

test('data §2.7 no table that names accounts is forgotten in the list', async () => {
  const { app } = await testApp()
  const rows = await app.house.storage.hot.all(
    `SELECT "name" FROM "sqlite_schema" WHERE "type" = 'table' AND "sql" LIKE '%"recordRef"%'`,
    [],
  )
  expect(rows.flat().map(String).toSorted()).toEqual([...satellites, ...accountTables].toSorted())
})

test('data §2.7 a collection that an import takes away leaves nothing behind either', async () => {
  const app = await kitchen()
  const ref = await refOf(app)
  const { items } = (await app.call('GET', '/api/collections?perPage=200', { token: app.superuser })).json
  const collections = items.filter(({ name }: { name: string }) => name !== 'cooks')
  const body = { collections, deleteMissing: true }
  const { status, text } = await app.call('PUT', '/api/collections/import', { token: app.superuser, body })
  expect([status, text]).toEqual([204, ''])
  expect(await countRows(app, [ref])).toEqual(none)
})

test('data §2.7 what refuses the delete of a collection keeps all of it', async () => {
  const app = await kitchen()
  const ref = await refOf(app)
  const before = await countRows(app, [ref])
  await app.collection({
    name: 'dishes',
    type: 'base',
    fields: [{ name: 'by', type: 'relation', collectionId: ref }],
  })
  expect((await app.call('DELETE', '/api/collections/cooks', { token: app.superuser })).status).toBe(400)
  expect(await countRows(app, [ref])).toEqual(before)
})

test('data §2.7 an auth collection that is emptied leaves nothing of its records', async () => {
  const app = await kitchen()
  const ref = await refOf(app)
  const { status } = await app.call('DELETE', '/api/collections/cooks/truncate', { token: app.superuser })
  expect(status).toBe(204)
  // A challenge of nobody yet is nobody's, and the outbox drops what has no reader any more.
  const left = { ...(await countRows(app, [ref])), _dapur_outbox: 0 }
  expect(left).toEqual({ ...none, _dapur_challenges: 1 })
})

test('services §6.3 codes and first factors go when their time is over, and those of dead collections', async () => {
  const app = await kitchen()
  const { storage } = app.app.house
  const count = async (table: string) =>
    Number((await storage.hot.get(`SELECT count(*) FROM "${table}"`, []))?.[0])
  expect([await forgetExpiredOtps(app.app.house), await forgetExpiredMfas(app.app.house)]).toEqual([0, 0])
  for (const table of ['_otps', '_mfas']) {
    const forget = table === '_otps' ? forgetExpiredOtps : forgetExpiredMfas
    // A second too young, and a second too old.
    const duration = table === '_otps' ? 180 : 600
    await age(app, table, duration - 1)
    expect(await forget(app.app.house), table).toBe(0)
    await age(app, table, duration + 1, 'users')
    expect(await forget(app.app.house), table).toBe(1)
    expect(await count(table)).toBe(1)
    await storage.write((tx) => tx.run(`UPDATE "${table}" SET "collectionRef" = 'gone'`, []))
    expect(await forget(app.app.house), table).toBe(1)
    expect(await count(table)).toBe(0)
  }
})

async function age({ app }: TestApp, table: string, seconds: number, collection?: string): Promise<void> {
  const at = new Date(Date.now() - seconds * 1000).toISOString().replace('T', ' ')
  const refs = collection ? [app.house.catalog.current.find(collection)?.id ?? ''] : []
  const which = collection ? ' WHERE "collectionRef" = ?' : ''
  await app.house.storage.write((tx) => tx.run(`UPDATE "${table}" SET "created" = ?${which}`, [at, ...refs]))
}

test('sessions, challenges, counts and decoys go when they have ended, a bounded number in a run', async () => {
  const app = await kitchen()
  const { house } = app.app
  expect(await forgetExpiredSessions(house)).toBe(0)
  const [now, many] = [Date.now(), 5300]
  await house.storage.write((tx) => {
    void tx.run('UPDATE "_dapur_sessions" SET "expires" = ? WHERE "collectionRef" <> ?', [
      now,
      '_pb_users_auth_',
    ])
    void tx.run('UPDATE "_dapur_challenges" SET "expires" = ?', [now])
    for (let i = 0; i < many; i++)
      void tx.run('INSERT INTO "_dapur_limits" ("name", "count", "ends") VALUES (?, 1, ?)', [`old ${i}`, now])
    void tx.run('INSERT INTO "_dapur_decoys" ("id", "account", "ends") VALUES (?, ?, ?)', ['d', 'a', now])
  })
  expect(await forgetExpiredSessions(house)).toBe(1 + 4 + 5000 + 1)
  expect(await forgetExpiredSessions(house)).toBe(300)
  expect(await forgetExpiredSessions(house)).toBe(0)
  // Who is signed in stays so.
  expect(await house.storage.hot.get('SELECT count(*) FROM "_dapur_sessions"', [])).toEqual([1])
})
