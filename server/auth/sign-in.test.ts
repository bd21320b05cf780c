import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, guest } from '../base/actor.ts'
import type { Cells } from '../records/change.ts'
import { findAccount } from './find-account.ts'
import { identifyWith } from './identify.ts'
import { impersonate } from './impersonate.ts'
import { listAuthMethods } from './methods-list.ts'
import {
  askBy,
  change,
  createUser,
  openHouse,
  PASSWORD,
  refusal,
  type TestHouse,
  usersOf,
} from './open-house.suite.ts'
import { recordActor } from './record-actor.ts'
import { refreshSession } from './refresh.ts'
import { signIn } from './sign-in.ts'
import { createSuperuser } from './superusers.ts'
import { issueToken, verifyToken } from './token.ts'

const ROOT = { email: 'root@warung.id', password: PASSWORD }

let house: TestHouse
let record: Cells
let user: Actor
let root: Actor

beforeAll(async () => {
  house = await openHouse()
  record = await createUser(house, 'sri@warung.id', { name: 'Sri' })
  user = recordActor(usersOf(house), record)
  await createSuperuser(house, ROOT)
  const superusers = usersOf(house, '_superusers')
  const found = await findAccount(house, superusers, ROOT.email, ['email'])
  root = found ? recordActor(superusers, found) : guest
})
afterAll(() => house.close())

interface Answer {
  readonly record: Record<string, unknown>
  readonly token: string
}

function parse(text: string): Answer {
  return JSON.parse(text)
}

function payload(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

const right = { identity: 'sri@warung.id', password: PASSWORD }

function enter(body: object = right, collection = 'users', actor: Actor = guest): Promise<string> {
  return signIn(house, askBy(house, actor), { collection, method: 'password', body: { ...body } })
}

describe('services §2.0.1 §2.2 sign in', () => {
  test('answers the record as to itself, and a token that works', async () => {
    const answer = parse(await enter())
    expect(Object.keys(answer).toSorted()).toEqual(['record', 'token'])
    expect(answer.record).toEqual({
      avatar: '',
      collectionId: '_pb_users_auth_',
      collectionName: 'users',
      created: record['created'],
      email: 'sri@warung.id',
      emailVisibility: false,
      id: record['id'],
      name: 'Sri',
      updated: record['updated'],
      verified: false,
    })
    expect(Object.keys(payload(answer.token)).toSorted()).toEqual([
      'collectionId',
      'exp',
      'id',
      'refreshable',
      'type',
    ])
    expect(await identifyWith(house)(answer.token)).toMatchObject({ kind: 'record', id: record['id'] })
  })

  test('works by the collection’s id and in any letter case of its name', async () => {
    for (const name of ['_pb_users_auth_', 'USERS']) {
      expect(parse(await enter(right, name)).record['id']).toBe(record['id'])
    }
  })

  test('a superuser signs in and lives a day', async () => {
    const answer = parse(await enter({ identity: ROOT.email, password: PASSWORD }, '_superusers'))
    expect(answer.record).toMatchObject({ collectionName: '_superusers', email: ROOT.email, verified: true })
    expect(answer.record).not.toHaveProperty('password')
    expect(answer.record).not.toHaveProperty('tokenKey')
    const lives = Number(payload(answer.token)['exp']) - house.clock.now() / 1000
    expect(lives).toBeGreaterThan(86_390)
    expect(lives).toBeLessThan(86_401)
  })

  test.each(['nothing', '_mfas', ''])('the collection "%s" has no sign-in', async (name) => {
    expect(await refusal(enter(right, name))).toEqual({ status: 404, code: 'collection_not_found' })
  })

  test('an unknown method is an unknown address', async () => {
    const request = { collection: 'users', method: 'magic', body: right }
    expect(await refusal(signIn(house, askBy(house), request))).toMatchObject({ status: 404 })
  })
})

describe('services §2.0.1 the auth rule', () => {
  const refused = { status: 403, code: 'auth_rule_refused' }

  test('null lets nobody in, unless a superuser asks', async () => {
    await change(house, { authRule: null })
    expect(await refusal(enter())).toEqual(refused)
    expect(await refusal(enter(right, 'users', user))).toEqual(refused)
    expect(await refusal(enter(right, 'users', root))).toEqual({ status: 200 })
  })

  test.each([
    ['verified = true', 403],
    ['name = "Sri"', 200],
    ['@request.context = "password"', 200],
    ['@request.body.identity = "sri@warung.id"', 200],
    // Who asks is who asked before the sign-in: nobody.
    ['@request.auth.id = id', 403],
    ['@request.auth.id = ""', 200],
  ])('%s answers %i', async (authRule, status) => {
    await change(house, { authRule })
    expect(await refusal(enter())).toMatchObject({ status })
  })

  test('comes after the password: a wrong one does not learn of it', async () => {
    await change(house, { authRule: null })
    expect(await refusal(enter({ ...right, password: 'wrong' }))).toEqual({
      status: 400,
      code: 'credentials_wrong',
    })
    await change(house, { authRule: '' })
  })
})

describe('services §2.3 refresh', () => {
  const issue = (more: object = {}): string =>
    issueToken({ type: 'auth', collection: usersOf(house), record, now: house.clock.now(), ...more })
  const refresh = (authorization: string | undefined, collection = 'users'): Promise<string> =>
    refreshSession(house, askBy(house, authorization ? user : guest), { collection, authorization })

  test('gives a token with the full duration', async () => {
    const old = issue({ duration: 20 })
    const answer = parse(await refresh(`Bearer ${old}`))
    expect(answer.record['email']).toBe('sri@warung.id')
    expect(payload(answer.token)['exp']).toBeGreaterThan(Number(payload(old)['exp']) + 400_000)
    expect(await verifyToken(house, answer.token, ['auth'])).toBeDefined()
  })

  test('gives a static token back as it is', async () => {
    const old = issue({ refreshable: false })
    expect(parse(await refresh(old)).token).toBe(old)
    expect(parse(await refresh(`Bearer ${old}`)).token).toBe(old)
  })

  test('is for those with a valid token of this collection', async () => {
    expect(await refusal(refresh(undefined))).toEqual({ status: 401, code: 'sign_in_needed' })
    expect(await refusal(refresh(issue({ type: 'file' })))).toEqual({ status: 401, code: 'sign_in_needed' })
    expect(await refusal(refresh(undefined, 'nothing'))).toEqual({
      status: 404,
      code: 'collection_not_found',
    })
    expect(await refusal(refresh(issue(), '_superusers'))).toEqual({ status: 403, code: 'forbidden' })
    expect(await refusal(refresh(issue(), '_mfas'))).toEqual({ status: 403, code: 'forbidden' })
    expect(await refusal(refresh(undefined, '_mfas'))).toEqual({ status: 401, code: 'sign_in_needed' })
  })

  test('asks the auth rule again', async () => {
    await change(house, { authRule: 'verified = true' })
    expect(await refusal(refresh(issue()))).toEqual({ status: 403, code: 'auth_rule_refused' })
    await change(house, { authRule: '' })
  })
})

describe('services §2.10 impersonate', () => {
  const by = (
    actor: Actor,
    body: object = {},
    id = String(record['id']),
    collection = 'users',
  ): Promise<string> =>
    impersonate(house, askBy(house, actor), { collection, id, readBody: async () => ({ ...body }) })

  test('gives a superuser a static token of somebody', async () => {
    const answer = parse(await by(root, { duration: 60 }))
    expect(answer.record['email']).toBe('sri@warung.id')
    const { exp, refreshable } = payload(answer.token)
    expect(refreshable).toBe(false)
    expect(Number(exp) - house.clock.now() / 1000).toBeLessThan(61)
    expect(await identifyWith(house)(answer.token)).toMatchObject({ kind: 'record', id: record['id'] })
    expect(Number(payload(parse(await by(root)).token)['exp']) - house.clock.now() / 1000).toBeGreaterThan(
      400_000,
    )
  })

  test('stands above the auth rule', async () => {
    await change(house, { authRule: null })
    expect(await refusal(by(root))).toEqual({ status: 200 })
    await change(house, { authRule: '' })
  })

  test('is for superusers only', async () => {
    expect(await refusal(by(guest))).toEqual({ status: 401, code: 'sign_in_needed' })
    expect(await refusal(by(user))).toEqual({ status: 403, code: 'forbidden' })
  })

  test('refuses what is not there, and wrong durations', async () => {
    expect(await refusal(by(root, {}, 'nobody'))).toMatchObject({ status: 404, code: 'record_not_found' })
    expect(await refusal(by(root, {}, 'x', '_mfas'))).toMatchObject({
      status: 404,
      code: 'collection_not_found',
    })
    expect(await refusal(by(root, { duration: -1 }))).toEqual({
      status: 400,
      code: 'validation_failed',
      problems: { duration: 'validation_min_greater_equal_than_required' },
    })
    for (const duration of ['60', 1.5, true, []]) {
      expect(await refusal(by(root, { duration })), String(duration)).toEqual({
        status: 400,
        code: 'body_malformed',
      })
    }
  })
})

describe('services §2.1 the list of methods', () => {
  test('is the contract’s', () => {
    expect(listAuthMethods(house, 'users')).toEqual({
      password: { identityFields: ['email'], enabled: true },
      oauth2: { providers: [], enabled: false },
      mfa: { enabled: false, duration: 0 },
      otp: { enabled: false, duration: 0 },
      authProviders: null,
      usernamePassword: false,
      emailPassword: true,
    })
  })

  test('says what is switched on', async () => {
    await change(house, {
      otp: { enabled: true, duration: 120 },
      passwordAuth: { enabled: false },
      oauth2: { enabled: true },
    })
    expect(listAuthMethods(house, 'users')).toMatchObject({
      password: { identityFields: [], enabled: false },
      oauth2: { providers: [], enabled: true },
      otp: { enabled: true, duration: 120 },
      authProviders: [],
      emailPassword: false,
    })
    expect(() => listAuthMethods(house, '_mfas')).toThrow('There is no collection "_mfas"')
  })

  test('says beside the contract that mails are sent, once they are', async () => {
    expect(listAuthMethods(house, 'users')).not.toHaveProperty('dapur')
    const { current } = house.settings
    const settings = { ...house.settings, current: { ...current, smtp: { ...current.smtp, enabled: true } } }
    expect(listAuthMethods({ ...house, settings }, 'users')).toHaveProperty('dapur.mail', { enabled: true })
  })
})
