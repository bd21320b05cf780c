import { afterAll, beforeAll, expect, test } from 'vitest'
import { signJwt } from '../base/jwt.ts'
import { deleteRecord } from '../records/delete.ts'
import type { Cells } from '../records/change.ts'
import { updateRecord } from '../records/update.ts'
import { change, createUser, openHouse, type TestHouse, usersOf } from './open-house.suite.ts'
import { systemAsk } from './system-ask.ts'
import { issueToken, type TokenType, verifyToken } from './token.ts'

const types: readonly TokenType[] = ['auth', 'file', 'verification', 'passwordReset', 'emailChange']

let house: TestHouse
let record: Cells
beforeAll(async () => {
  house = await openHouse()
  record = await createUser(house, 'sri@warung.id')
})
afterAll(() => house.close())

function issue(type: TokenType, more: object = {}): string {
  return issueToken({ type, collection: usersOf(house), record, now: house.clock.now(), ...more })
}

function payload(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

async function isValid(token: string, accepted = types): Promise<boolean> {
  return (await verifyToken(house, token, accepted)) !== undefined
}

test.each([
  ['auth', {}, 432_000, { refreshable: true }],
  ['auth', { refreshable: false, duration: 60 }, 60, { refreshable: false }],
  ['auth', { duration: 0 }, 432_000, { refreshable: true }],
  ['file', {}, 180, {}],
  ['verification', {}, 86_400, { email: 'sri@warung.id' }],
  ['passwordReset', {}, 1800, { email: 'sri@warung.id' }],
  ['emailChange', { newEmail: 'new@warung.id' }, 1800, { email: 'sri@warung.id', newEmail: 'new@warung.id' }],
] as const)('%s with %j lives %i s and says %j', (type, more, seconds, claims) => {
  const now = 1_700_000_000_900
  expect(payload(issue(type, { now, ...more }))).toEqual({
    collectionId: '_pb_users_auth_',
    exp: 1_700_000_000 + seconds,
    id: record['id'],
    type,
    ...claims,
  })
})

test('services §1.1 a token proves its record, as that is now', async () => {
  await updateRecord(house, systemAsk(house), 'users', String(record['id']), { name: 'Sri' })
  const proof = await verifyToken(house, issue('auth'), ['auth'])
  expect(proof?.record['name']).toBe('Sri')
  expect(proof?.collection).toBe(usersOf(house))
  expect(proof?.claims['refreshable']).toBe(true)
})

test('services §1.2 each type is good for itself only', async () => {
  for (const type of types) {
    for (const accepted of types) {
      expect(await isValid(issue(type), [accepted]), `${type} for ${accepted}`).toBe(type === accepted)
    }
  }
})

test('no type can be written over another: each has a secret of its own', async () => {
  const { auth } = usersOf(house)
  const secrets = [
    auth.authToken,
    auth.fileToken,
    auth.verificationToken,
    auth.passwordResetToken,
    auth.emailChangeToken,
  ]
  const claims = payload(issue('auth'))
  const forged = secrets.map(({ secret }) =>
    signJwt({ ...claims, type: 'auth' }, `${record['tokenKey']}${secret}`),
  )
  expect(await Promise.all(forged.map((token) => isValid(token)))).toEqual([true, false, false, false, false])
})

test('what a token must say', async () => {
  const claims = { collectionId: '_pb_users_auth_', id: record['id'], type: 'auth' }
  const sign = (more: object): string =>
    signJwt({ ...claims, ...more }, `${record['tokenKey']}${usersOf(house).auth.authToken.secret}`)
  expect(await isValid(sign({}))).toBe(true)
  const wrong = [
    { id: '' },
    { id: 7 },
    { id: 'nobody' },
    { id: `' or 1=1 --` },
    { collectionId: '' },
    { collectionId: ['_pb_users_auth_'] },
    { collectionId: 'users' },
    { collectionId: '_PB_USERS_AUTH_' },
    { collectionId: 'pbc_3142635823' },
    { collectionId: 'pbc_2281828961' },
    { type: '' },
    { type: ['auth'] },
    { type: 'constructor' },
    { exp: String(claims.id) },
  ]
  for (const one of wrong) expect(await isValid(sign(one)), JSON.stringify(one)).toBe(false)
})

test('a token ends on time', async () => {
  const token = issue('file')
  house.forward(179_000)
  expect(await isValid(token)).toBe(true)
  house.forward(1_001)
  expect(await isValid(token)).toBe(false)
})

test('a secret takes its own type with it', async () => {
  const tokens = types.map((type) => issue(type))
  await change(house, { fileToken: { secret: 'f'.repeat(50) } })
  expect(await Promise.all(tokens.map((token) => isValid(token)))).toEqual([true, false, true, true, true])
})

test('services §1.3 a new password or e-mail takes all types with it, and so does the end of the record', async () => {
  const endings = [
    (id: string) =>
      updateRecord(house, systemAsk(house), 'users', id, {
        password: 'sate ayam',
        passwordConfirm: 'sate ayam',
      }),
    (id: string) => updateRecord(house, systemAsk(house), 'users', id, { email: 'other@warung.id' }),
    (id: string) => deleteRecord(house, systemAsk(house), 'users', id),
  ]
  for (const [index, end] of endings.entries()) {
    const victim = await createUser(house, `korban${index}@warung.id`)
    const tokens = types.map((type) => issue(type, { record: victim }))
    expect(await Promise.all(tokens.map((token) => isValid(token)))).toEqual(types.map(() => true))
    await end(String(victim['id']))
    expect(await Promise.all(tokens.map((token) => isValid(token)))).toEqual(types.map(() => false))
  }
})

test('without a tokenKey there is no token', async () => {
  const empty = { ...record, tokenKey: '' }
  expect(() => issue('auth', { record: empty })).toThrow('tokenKey')
})
