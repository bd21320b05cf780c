import { hash as bcrypt } from '@node-rs/bcrypt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isCurrentHash, nobodysHash } from '../../base/crypto.ts'
import type { Cells } from '../../records/change.ts'
import { updateRecord } from '../../records/update.ts'
import { testAuthMethod } from '../auth-method.suite.ts'
import {
  askBy,
  change,
  createUser,
  openHouse,
  PASSWORD,
  refusal,
  stored,
  type TestHouse,
  usersOf,
} from '../open-house.suite.ts'
import { systemAsk } from '../system-ask.ts'
import { password } from './password.ts'

testAuthMethod({
  method: password,
  off: { passwordAuth: { enabled: false } },
  on: { passwordAuth: { enabled: true } },
  offCode: 'password_auth_disabled',
  right: async (_, record) => ({ identity: record['email'], password: PASSWORD }),
  wrong: async (_, record) => [
    { identity: record['email'], password: `${PASSWORD}!` },
    { identity: record['email'], password: 'x'.repeat(200) },
    { identity: 'nobody@warung.id', password: PASSWORD },
    { identity: 'no address', password: PASSWORD },
    { identity: record['id'], password: PASSWORD },
    { identity: `' or 1=1 --`, password: PASSWORD },
  ],
  malformed: [
    {},
    { identity: 'sri@warung.id' },
    { password: PASSWORD },
    { identity: 7, password: PASSWORD },
    { identity: 'sri@warung.id', password: PASSWORD, identityField: 'name' },
  ],
})

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

function signIn(body: Readonly<Record<string, unknown>>): ReturnType<typeof password.finish> {
  return password.finish(house, { ask: askBy(house), collection: usersOf(house), body })
}

/** Put a stored form where it would be after an import. */
async function storeHash(record: Cells, hash: string): Promise<void> {
  await house.storage.write((tx) =>
    tx.run('update "users" set "password" = ? where "id" = ?', [hash, record['id'] ?? null]),
  )
}

test('an unknown account costs one verify, and so does one without a password', async () => {
  const record = await createUser(house, 'kosong@warung.id')
  await storeHash(record, '')
  for (const identity of ['nobody@warung.id', 'no address', 'kosong@warung.id']) {
    house.verified.length = 0
    expect(await refusal(signIn({ identity, password: PASSWORD }))).toMatchObject({
      code: 'credentials_wrong',
    })
    expect(house.verified).toEqual([nobodysHash])
  }
})

test('a known account costs one verify', async () => {
  await createUser(house, 'satu@warung.id')
  house.verified.length = 0
  await signIn({ identity: 'satu@warung.id', password: PASSWORD })
  expect(house.verified).toHaveLength(1)
})

test('an imported bcrypt hash is replaced at the sign-in, and nothing else changes', async () => {
  const record = await createUser(house, 'impor@warung.id')
  const old = `$2a$${(await bcrypt(PASSWORD, 4)).slice(4)}`
  await storeHash(record, old)
  const told: unknown[] = []
  const listen = (change: unknown): unknown => told.push(change)
  house.changes.onCommit.add(listen)
  expect(await refusal(signIn({ identity: 'impor@warung.id', password: 'wrong' }))).toMatchObject({
    status: 400,
  })
  expect((await stored(house, record))['password']).toBe(old)
  await signIn({ identity: 'impor@warung.id', password: PASSWORD })
  house.changes.onCommit.delete(listen)
  const after = await stored(house, record)
  expect(isCurrentHash(String(after['password']))).toBe(true)
  expect(after).toEqual({ ...record, password: after['password'] })
  expect(told).toEqual([])
  await signIn({ identity: 'impor@warung.id', password: PASSWORD })
  expect((await stored(house, record))['password']).toBe(after['password'])
})

test('a hash that was changed while the password was verified is not put back', async () => {
  const record = await createUser(house, 'balap@warung.id')
  await storeHash(record, await bcrypt(PASSWORD, 4))
  const racing: TestHouse = {
    ...house,
    hashPassword: async (plain) => {
      await storeHash(record, 'changed meanwhile')
      return house.hashPassword(plain)
    },
  }
  const body = { identity: 'balap@warung.id', password: PASSWORD }
  await password.finish(racing, { ask: askBy(house), collection: usersOf(house), body })
  expect((await stored(house, record))['password']).toBe('changed meanwhile')
})

test('a hash that cannot be renewed does not stop the sign-in, and is reported', async () => {
  const record = await createUser(house, 'penuh@warung.id')
  const old = await bcrypt(PASSWORD, 4)
  await storeHash(record, old)
  const busy: TestHouse = { ...house, hashPassword: () => Promise.reject(new Error('busy')) }
  const body = { identity: 'penuh@warung.id', password: PASSWORD }
  const identity = await password.finish(busy, { ask: askBy(house), collection: usersOf(house), body })
  expect(identity.record['id']).toBe(record['id'])
  expect((await stored(house, record))['password']).toBe(old)
  expect(house.warnings).toHaveLength(1)
  expect(JSON.stringify(house.warnings)).not.toContain(PASSWORD)
})

test('letter case counts, unless the unique index ignores it', async () => {
  const record = await createUser(house, 'Besar@Warung.id')
  const body = { identity: 'besar@warung.id', password: PASSWORD }
  expect(await refusal(signIn(body))).toMatchObject({ status: 400 })
  await change(house, {
    indexes: [
      'CREATE UNIQUE INDEX `idx_tokenKey__pb_users_auth_` ON `users` (`tokenKey`)',
      "CREATE UNIQUE INDEX `idx_email__pb_users_auth_` ON `users` (`email` COLLATE NOCASE) WHERE `email` != ''",
    ],
  })
  expect((await signIn(body)).record['id']).toBe(record['id'])
})

test('several identity fields: the address first, a named one only', async () => {
  await change(house, {
    indexes: [
      'CREATE UNIQUE INDEX `idx_tokenKey__pb_users_auth_` ON `users` (`tokenKey`)',
      "CREATE UNIQUE INDEX `idx_email__pb_users_auth_` ON `users` (`email`) WHERE `email` != ''",
      "CREATE UNIQUE INDEX `idx_name` ON `users` (`name`) WHERE `name` != ''",
    ],
    passwordAuth: { identityFields: ['name', 'email'] },
  })
  const other = await createUser(house, 'lain@warung.id', { name: 'dua@warung.id' })
  const record = await createUser(house, 'dua@warung.id', { name: 'dua' })
  const by = async (identity: string, more: object = {}): Promise<unknown> =>
    (await signIn({ identity, password: PASSWORD, ...more })).record['id']
  expect(await by('dua')).toBe(record['id'])
  expect(await by('dua@warung.id')).toBe(record['id'])
  expect(await by('dua@warung.id', { identityField: 'name' })).toBe(other['id'])
  expect(await refusal(by('dua', { identityField: 'email' }))).toMatchObject({ code: 'credentials_wrong' })
})

test('after a change of the password only the new one is right', async () => {
  const record = await createUser(house, 'ganti@warung.id')
  const change = { password: 'sate kambing', passwordConfirm: 'sate kambing' }
  await updateRecord(house, systemAsk(house), 'users', String(record['id']), change)
  expect(await refusal(signIn({ identity: 'ganti@warung.id', password: PASSWORD }))).toMatchObject({
    status: 400,
  })
  expect((await signIn({ identity: 'ganti@warung.id', password: 'sate kambing' })).record['id']).toBe(
    record['id'],
  )
})
