import { expect, test } from 'vitest'
import { type Authenticator, authenticator, type Lies } from './authenticator.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const SITE = 'http://localhost:8090'
const on = { passkey: { enabled: true, verifyUser: true, origins: ['https://app.example.com'] } }

interface Setup extends TestApp {
  readonly token: string
  readonly id: string
  readonly device: Authenticator
}

/** An app with passkeys on, and somebody signed in at a device. */
async function setup(dapur: object = on): Promise<Setup> {
  const made = await testApp()
  await switchOn(made, dapur)
  const { id } = await signUp(made, 'sri@example.com')
  return { ...made, id, token: await made.signIn('users', 'sri@example.com'), device: authenticator(SITE) }
}

async function switchOn({ call, superuser }: TestApp, dapur: object, more: object = {}): Promise<void> {
  const reply = await call('PATCH', USERS, { token: superuser, body: { dapur, ...more } })
  expect(reply.text).toContain('"dapur"')
}

function signUp({ record }: TestApp, email: string): Promise<Reply['json']> {
  return record('users', { email, password: testPassword, passwordConfirm: testPassword })
}

async function createOptions({ call }: TestApp, token: string): Promise<Reply['json']> {
  return (await call('POST', `${USERS}/request-passkey`, { token, body: { register: true } })).json.options
}

async function getOptions({ call }: TestApp): Promise<Reply['json']> {
  return (await call('POST', `${USERS}/request-passkey`)).json.options
}

async function register(app: Setup, lies: Lies = {}, name = 'Phone'): Promise<Reply> {
  const credential = app.device.register(await createOptions(app, app.token), lies)
  return app.call('POST', `${USERS}/passkeys`, { token: app.token, body: { name, credential } })
}

function send({ call }: TestApp, credential: object, mfaId?: string): Promise<Reply> {
  return call('POST', `${USERS}/auth-with-passkey`, { body: { credential, ...(mfaId && { mfaId }) } })
}

async function signInWith(app: Setup, lies: Lies = {}): Promise<Reply> {
  return send(app, app.device.sign(await getOptions(app), lies))
}

test('is off by default: nothing of it is shown, and every door says so', async () => {
  const app = await testApp()
  const { call, superuser } = app
  expect((await call('GET', USERS, { token: superuser })).json).not.toHaveProperty('dapur')
  expect((await call('GET', `${USERS}/auth-methods`)).json).not.toHaveProperty('dapur')
  const off = { status: 403, json: { code: 'passkey_auth_disabled' } }
  expect(await call('POST', `${USERS}/request-passkey`)).toMatchObject(off)
  expect(await call('POST', `${USERS}/auth-with-passkey`, { body: {} })).toMatchObject(off)
  expect(await call('POST', `${USERS}/passkeys`, { body: {} })).toMatchObject(off)
  expect((await call('GET', `${USERS}/passkeys`)).status).toBe(401)
})

test('somebody registers a passkey and signs in with it', async () => {
  const app = await setup()
  expect((await app.call('GET', `${USERS}/auth-methods`)).json.dapur).toEqual({ passkey: { enabled: true } })
  const made = await register(app)
  expect(made).toMatchObject({ status: 200, json: { name: 'Phone', lastUsed: '' } })
  const reply = await signInWith(app)
  expect(reply).toMatchObject({ status: 200, json: { record: { id: app.id, email: 'sri@example.com' } } })
  expect((await app.call('GET', `${USERS}/records/${app.id}`, { token: reply.json.token })).status).toBe(200)
  // Again and again: the counter grows.
  expect((await signInWith(app)).status).toBe(200)
})

test('the options name the site of the settings, and only discoverable keys', async () => {
  const app = await setup()
  const options = await createOptions(app, app.token)
  expect(options).toMatchObject({
    rp: { id: 'localhost', name: 'Acme' },
    user: { name: 'sri@example.com' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: [],
  })
  expect(Buffer.from(options.user.id, 'base64url').toString()).toBe(app.id)
  expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32)
  await register(app)
  expect((await createOptions(app, app.token)).excludeCredentials).toHaveLength(1)
  const get = await getOptions(app)
  expect(get).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
  expect(get.allowCredentials ?? []).toEqual([])
})

test('an account has several, each with a name, and each can go', async () => {
  const app = await setup()
  const { call, token, superuser } = app
  await register(app, {}, 'Phone')
  await register(app, {}, '')
  const list = async () => (await call('GET', `${USERS}/passkeys`, { token })).json.items
  expect((await list()).map(({ name }: { name: string }) => name).toSorted()).toEqual(['Passkey', 'Phone'])
  const [first] = await list()
  const path = `${USERS}/passkeys/${first.id}`
  expect((await call('PATCH', path, { token, body: { name: 'Key ring' } })).json.name).toBe('Key ring')
  expect((await call('PATCH', path, { token, body: { name: ' ' } })).json.data.name.code).toBe(
    'validation_required',
  )
  const other = await signUp(app, 'budi@example.com')
  const budi = await app.signIn('users', 'budi@example.com')
  for (const [method, body] of [
    ['PATCH', { name: 'Mine' }],
    ['DELETE', undefined],
  ] as const)
    expect((await call(method, path, { token: budi, body })).json.code).toBe('credential_not_found')
  expect((await call('GET', `${USERS}/passkeys?record=${app.id}`, { token: budi })).status).toBe(403)
  expect(
    (await call('GET', `${USERS}/passkeys?record=${other.id}`, { token: superuser })).json.items,
  ).toEqual([])
  expect((await call('DELETE', `${path}?record=${app.id}`, { token: superuser })).status).toBe(204)
  expect(await list()).toHaveLength(1)
})

test.each<[string, Lies]>([
  ['another origin', { origin: 'https://evil.example' }],
  ['a page of another port', { origin: 'http://localhost:8091' }],
  ['another site', { rpId: 'evil.example' }],
  ['a sign-in instead of a registration', { type: 'webauthn.get' }],
  ['a challenge of its own', { challenge: Buffer.alloc(32).toString('base64url') }],
  ['nobody present', { up: false }],
  ['nobody verified', { uv: false }],
])('A18 registration: %s is refused', async (_, lies) => {
  const app = await setup()
  expect(await register(app, lies)).toMatchObject({ status: 400, json: { code: 'passkey_refused' } })
  expect((await app.call('GET', `${USERS}/passkeys`, { token: app.token })).json.items).toEqual([])
})

test.each<[string, Lies]>([
  ['another origin', { origin: 'https://evil.example' }],
  ['another site', { rpId: 'evil.example' }],
  ['a registration instead of a sign-in', { type: 'webauthn.create' }],
  ['a challenge of its own', { challenge: Buffer.alloc(32).toString('base64url') }],
  ['nobody present', { up: false }],
  ['nobody verified', { uv: false }],
  ['a wrong signature', { badSignature: true }],
  ['a counter that stands still', { counter: 1 }],
  ['a counter that went back', { counter: 0 }],
  ["somebody else's name", { userHandle: Buffer.from('somebodyelse123').toString('base64url') }],
])('A18 sign-in: %s is refused', async (_, lies) => {
  const app = await setup()
  await register(app)
  expect((await signInWith(app)).status).toBe(200)
  const { status, json } = await signInWith(app, lies)
  expect({ status, data: json.data, token: json.token }).toEqual({ status: 400, data: {}, token: undefined })
  expect((await signInWith(app)).status).toBe(200)
})

test('other origins count when the collection names them, and unverified users when it lets them', async () => {
  const app = await setup()
  expect((await register(app, { origin: 'https://app.example.com' })).status).toBe(200)
  await switchOn(app, { passkey: { verifyUser: false } })
  expect((await signInWith(app, { uv: false, userHandle: null })).status).toBe(200)
  expect((await getOptions(app)).userVerification).toBe('preferred')
})

test('A18 a challenge is good for one answer, of the account that asked, in its time', async () => {
  const app = await setup()
  await register(app)
  const options = await getOptions(app)
  const answers = [app.device.sign(options), app.device.sign(options)] as const
  expect((await send(app, answers[0])).status).toBe(200)
  expect((await send(app, answers[0])).status).toBe(400)
  expect((await send(app, answers[1])).status).toBe(400)
  // Another account cannot answer for its own registration.
  await signUp(app, 'budi@example.com')
  const budi = await app.signIn('users', 'budi@example.com')
  const credential = app.device.register(await createOptions(app, app.token))
  const foreign = await app.call('POST', `${USERS}/passkeys`, { token: budi, body: { credential } })
  expect(foreign.json.code).toBe('passkey_refused')
  // A challenge to register is none to sign in.
  const { challenge } = await createOptions(app, app.token)
  const mixed = app.device.sign({ ...(await getOptions(app)), challenge }, {}, app.device.passkeys[1])
  expect((await send(app, mixed)).status).toBe(400)
  // Its time is over.
  const late = app.device.sign(await getOptions(app), {}, app.device.passkeys[1])
  await app.app.house.storage.write((tx) => tx.run('UPDATE "_dapur_challenges" SET "expires" = 1', []))
  expect((await send(app, late)).status).toBe(400)
})

test('A7 of 100 who answer one challenge at the same time one gets in', async () => {
  const app = await setup()
  await register(app)
  for (let round = 0; round < 3; round++) {
    const answer = app.device.sign(await getOptions(app))
    const replies = await Promise.all(Array.from({ length: 100 }, () => send(app, answer)))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(replies.filter(({ status }) => status === 400)).toHaveLength(99)
  }
})

test('A18 a password change ends a registration that was begun', async () => {
  const app = await setup()
  const credential = app.device.register(await createOptions(app, app.token))
  const next = {
    password: 'rendang-padang-1',
    passwordConfirm: 'rendang-padang-1',
    oldPassword: testPassword,
  }
  await app.call('PATCH', `${USERS}/records/${app.id}`, { token: app.token, body: next })
  const post = (token: string) => app.call('POST', `${USERS}/passkeys`, { token, body: { credential } })
  expect((await post(app.token)).status).toBe(401)
  const token = await app.signIn('users', 'sri@example.com', next.password)
  expect((await post(token)).json.code).toBe('passkey_refused')
})

test('a passkey that was deleted, or whose record was, opens nothing', async () => {
  const app = await setup()
  const { call, token, superuser } = app
  const { id } = (await register(app)).json
  await register(app)
  const [second, first] = app.device.passkeys
  await call('DELETE', `${USERS}/passkeys/${id}`, { token })
  expect((await send(app, app.device.sign(await getOptions(app), {}, first))).status).toBe(400)
  expect((await send(app, app.device.sign(await getOptions(app), {}, second))).status).toBe(200)
  await call('DELETE', `${USERS}/records/${app.id}`, { token: superuser })
  expect((await send(app, app.device.sign(await getOptions(app), {}, second))).status).toBe(400)
  expect(await app.app.house.storage.hot.get('SELECT count(*) FROM "_dapur_passkeys"', [])).toEqual([0])
})

test('services §2.7 a passkey is a factor among others, first or second', async () => {
  const app = await setup()
  await switchOn(app, on, { mfa: { enabled: true } })
  await register(app)
  const first = await signInWith(app)
  expect(first).toMatchObject({ status: 401, json: { mfaId: expect.any(String) } })
  const { mfaId } = first.json
  const password = { identity: 'sri@example.com', password: testPassword }
  const twice = app.device.sign(await getOptions(app))
  expect((await send(app, twice, mfaId)).status).toBe(400)
  const body = { ...password, mfaId }
  expect((await app.call('POST', `${USERS}/auth-with-password`, { body })).status).toBe(200)
  const begun = await app.call('POST', `${USERS}/auth-with-password`, { body: password })
  expect((await send(app, app.device.sign(await getOptions(app)), begun.json.mfaId)).status).toBe(200)
})

test('what is no answer of an authenticator is a 400', async () => {
  const app = await setup()
  const good = app.device.register(await createOptions(app, app.token))
  const broken = { clientDataJSON: 'bm9uc2Vuc2U', attestationObject: 'oA' }
  for (const credential of [
    undefined,
    null,
    'x',
    7,
    [],
    {},
    { ...good, type: 'x' },
    { ...good, response: broken },
  ]) {
    const { token } = app
    expect((await app.call('POST', `${USERS}/passkeys`, { token, body: { credential } })).status).toBe(400)
    expect((await app.call('POST', `${USERS}/auth-with-passkey`, { body: { credential } })).status).toBe(400)
  }
})
