import { expect, test } from 'vitest'
import { on } from '../hooks/on.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const account = { email: 'sri@example.com', password: testPassword, passwordConfirm: testPassword }

async function setup(options: Parameters<typeof testApp>[0] = {}): Promise<TestApp> {
  const made = await testApp(options)
  const body = { dapur: { anonymous: { enabled: true } } }
  expect((await made.call('PATCH', USERS, { token: made.superuser, body })).status).toBe(200)
  return made
}

function enter({ call }: TestApp, body: object = {}): Promise<Reply> {
  return call('POST', `${USERS}/auth-anonymous`, { body })
}

function promote({ call }: TestApp, token: string, body: object): Promise<Reply> {
  return call('POST', `${USERS}/promote`, { token, body })
}

test('is off by default, and never on for superusers', async () => {
  const { call, superuser } = await testApp()
  expect((await call('POST', `${USERS}/auth-anonymous`, { body: {} })).json.code).toBe(
    'anonymous_auth_disabled',
  )
  const body = { dapur: { anonymous: { enabled: true } } }
  const refused = await call('PATCH', '/api/collections/_superusers', { token: superuser, body })
  expect(refused.json.data.dapur.anonymous.enabled.code).toBe('validation_anonymous_superusers')
  const mfa = { ...body, mfa: { enabled: true }, otp: { enabled: true } }
  const asked = await call('PATCH', USERS, { token: superuser, body: mfa })
  expect(asked.json.data.dapur.anonymous.enabled.code).toBe('validation_anonymous_mfa')
})

test('somebody comes in without a name, and is a record like any other', async () => {
  const app = await setup()
  const one = await enter(app, {
    name: 'Table 7',
    verified: true,
    email: 'own@example.com',
    'email:autogenerate': '',
  })
  expect(one).toMatchObject({ status: 200, json: { record: { name: 'Table 7', verified: false } } })
  expect(one.json.record.email).toMatch(/^[a-z0-9]{15}@anonymous\.invalid$/)
  expect((await enter(app)).json.record.id).not.toBe(one.json.record.id)
  const path = `${USERS}/records/${one.json.record.id}`
  expect((await app.call('GET', path, { token: one.json.token })).status).toBe(200)
  expect((await app.call('GET', path)).status).toBe(404)
})

test('the create rule and the auth rule hold, and rules can tell', async () => {
  const app = await setup()
  const patch = (body: object) => app.call('PATCH', USERS, { token: app.superuser, body })
  await patch({ createRule: '@request.context = "anonymous" && @request.body.name != ""' })
  expect((await enter(app)).status).toBe(400)
  expect((await enter(app, { name: 'Table 7' })).status).toBe(200)
  await patch({ createRule: null })
  expect((await enter(app, { name: 'Table 7' })).status).toBe(403)
  await patch({ createRule: '', authRule: 'email !~ "@anonymous.invalid"' })
  expect((await enter(app)).status).toBe(403)
})

test('a promoted account keeps its id and its data, and can be signed in to', async () => {
  const app = await setup()
  const before = (await enter(app, { name: 'Table 7' })).json
  const reply = await promote(app, before.token, account)
  expect(reply).toMatchObject({
    status: 200,
    json: { record: { id: before.record.id, name: 'Table 7', email: account.email, verified: false } },
  })
  expect((await app.call('POST', `${USERS}/auth-refresh`, { token: before.token })).status).toBe(401)
  expect((await app.call('POST', `${USERS}/auth-refresh`, { token: reply.json.token })).status).toBe(200)
  await app.signIn('users', account.email)
  expect((await promote(app, reply.json.token, account)).json.code).toBe('account_not_anonymous')
})

test('a promotion is checked like a sign-up', async () => {
  const app = await setup()
  await app.record('users', account)
  const { token } = (await enter(app)).json
  const codes = async (body: object) => {
    const { status, json } = await promote(app, token, body)
    expect(status).toBe(400)
    return Object.fromEntries(
      Object.entries(json.data as Record<string, { code: string }>).map(([key, { code }]) => [key, code]),
    )
  }
  expect(await codes({})).toEqual({ email: 'validation_required' })
  expect(await codes({ ...account, email: 'x@anonymous.invalid' })).toEqual({ email: 'validation_is_email' })
  expect(await codes(account)).toEqual({ email: 'validation_not_unique' })
  expect(await codes({ email: 'new@example.com' })).toEqual({
    password: 'validation_required',
  })
  expect(await codes({ ...account, email: 'new@example.com', passwordConfirm: 'x' })).toEqual({
    passwordConfirm: 'validation_values_mismatch',
  })
  expect(await codes({ ...account, email: 'new@example.com', password: 'x', passwordConfirm: 'x' })).toEqual({
    password: 'validation_min_text_constraint',
  })
})

test('only the account itself is promoted', async () => {
  const app = await setup()
  await app.record('users', account)
  const named = await app.signIn('users', account.email)
  expect((await app.call('POST', `${USERS}/promote`, { body: account })).status).toBe(401)
  expect((await promote(app, app.superuser, account)).status).toBe(403)
  expect((await promote(app, named, account)).json.code).toBe('account_not_anonymous')
})

test('A7 of many who promote one account one wins, hooks or none', async () => {
  for (const hooks of [[], [on('record.update', 'users', (_, next) => next())]]) {
    const app = await setup({ hooks })
    const { token } = (await enter(app)).json
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) => promote(app, token, { ...account, email: `a${i}@example.com` })),
    )
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    const [winner] = replies.filter(({ status }) => status === 200)
    await app.signIn('users', winner?.json.record.email)
  }
}, 20_000)
