import { expect, test } from 'vitest'
import { fromBase32, hotp } from '../auth/totp-code.ts'
import { openApp } from '../app.ts'
import { type Reply, testApp, type TestApp, testPassword } from './test-app.ts'

const USERS = '/api/collections/users'
const EMAIL = 'sri@example.com'

interface Setup extends TestApp {
  readonly id: string
  readonly token: string
}

/** An app with authenticator apps on, and somebody signed in. */
async function setup(): Promise<Setup> {
  const made = await testApp()
  const body = { dapur: { totp: { enabled: true } } }
  expect((await made.call('PATCH', USERS, { token: made.superuser, body })).status).toBe(200)
  const { id } = await made.record('users', {
    email: EMAIL,
    password: testPassword,
    passwordConfirm: testPassword,
  })
  return { ...made, id, token: await made.signIn('users', EMAIL) }
}

/** The code of now; or of the next half minute, which counts as well. */
function codeOf(secret: string, ahead = 0): string {
  return hotp(fromBase32(secret), Math.floor(Date.now() / 30_000) + ahead)
}

interface Enrolled {
  readonly secret: string
  readonly recoveryCodes: string[]
}

async function enrol({ call, token }: Setup, body: object = {}): Promise<Enrolled> {
  const { secret, url } = (await call('POST', `${USERS}/totp`, { token, body })).json
  expect(url).toContain(`otpauth://totp/Acme:${encodeURIComponent(EMAIL)}?secret=${secret}`)
  const confirmed = await call('POST', `${USERS}/totp/confirm`, { token, body: { code: codeOf(secret) } })
  expect(confirmed.status).toBe(200)
  return { secret, recoveryCodes: confirmed.json.recoveryCodes }
}

async function firstFactor({ call }: TestApp): Promise<string> {
  const body = { identity: EMAIL, password: testPassword }
  const reply = await call('POST', `${USERS}/auth-with-password`, { body })
  expect(reply.status).toBe(401)
  expect(Object.keys(reply.json)).toEqual(['mfaId'])
  return reply.json.mfaId
}

function second({ call }: TestApp, mfaId: string, code: string): Promise<Reply> {
  return call('POST', `${USERS}/auth-with-totp`, { body: { mfaId, code } })
}

/** As if the app's last code were long ago, and nobody had tried. */
async function rewind({ app }: TestApp): Promise<void> {
  await app.house.storage.write((tx) =>
    tx.run('UPDATE "_dapur_totp" SET "lastCounter" = 0, "attempts" = 0', []),
  )
}

test('is off by default', async () => {
  const { call, record, signIn } = await testApp()
  await record('users', { email: EMAIL, password: testPassword, passwordConfirm: testPassword })
  const token = await signIn('users', EMAIL)
  for (const path of ['totp', 'totp/confirm', 'auth-with-totp'])
    expect((await call('POST', `${USERS}/${path}`, { token, body: {} })).json.code).toBe('totp_auth_disabled')
  expect((await call('POST', `${USERS}/totp`, { body: {} })).status).toBe(401)
})

test('whoever has confirmed an app needs its code to sign in', async () => {
  const app = await setup()
  const { call, token } = app
  await call('POST', `${USERS}/totp`, { token, body: {} })
  // Begun is not confirmed: nothing has changed yet.
  await app.signIn('users', EMAIL)
  expect((await call('GET', `${USERS}/totp`, { token })).json).toEqual({ enabled: false, recoveryCodes: 0 })
  const { secret } = await enrol(app)
  expect((await call('GET', `${USERS}/totp`, { token })).json).toEqual({ enabled: true, recoveryCodes: 10 })
  const mfaId = await firstFactor(app)
  expect((await second(app, mfaId, '000000')).json).toMatchObject({ status: 400, data: {} })
  const reply = await second(app, mfaId, codeOf(secret, 1))
  expect(reply).toMatchObject({ status: 200, json: { record: { id: app.id } } })
  expect((await second(app, mfaId, codeOf(secret, 1))).status).toBe(400)
  expect((await call('POST', `${USERS}/auth-refresh`, { token: reply.json.token })).status).toBe(200)
})

test('A17 a code needs a first factor of this account, collection and time', async () => {
  const app = await setup()
  const { secret } = await enrol(app)
  const mfaId = await firstFactor(app)
  await rewind(app)
  for (const wrong of ['', 'unknown0mfaid00', ` ${mfaId}`])
    expect((await second(app, wrong, codeOf(secret))).status).toBe(400)
  const other = await app.collection({ name: 'cooks', type: 'auth', dapur: { totp: { enabled: true } } })
  expect(other.dapur.totp).toEqual({ enabled: true })
  const elsewhere = { body: { mfaId, code: codeOf(secret) } }
  expect((await app.call('POST', '/api/collections/cooks/auth-with-totp', elsewhere)).status).toBe(400)
  await app.app.house.storage.write((tx) =>
    tx.run(`UPDATE "_mfas" SET "created" = '2020-01-01 00:00:00.000Z'`, []),
  )
  expect((await second(app, mfaId, codeOf(secret))).status).toBe(400)
  const fresh = await firstFactor(app)
  expect((await second(app, fresh, codeOf(secret))).status).toBe(200)
})

test('A7 a code is good once, also for 100 at the same time', async () => {
  const app = await setup()
  const { secret } = await enrol(app)
  const mfaIds: string[] = []
  for (let i = 0; i < 100; i++) mfaIds.push(i < 4 ? await firstFactor(app) : (mfaIds[i % 4] ?? ''))
  for (let round = 0; round < 3; round++) {
    await rewind(app)
    const code = codeOf(secret)
    const replies = await Promise.all(mfaIds.map((mfaId) => second(app, mfaId, code)))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  }
}, 20_000)

test('A8 recovery codes: ten, each good once, also for 100 at the same time and after a restart', async () => {
  const app = await setup()
  const { recoveryCodes } = await enrol(app)
  expect(new Set(recoveryCodes).size).toBe(10)
  expect(recoveryCodes[0]).toMatch(/^[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}$/)
  const [one = '', two = ''] = recoveryCodes
  expect((await second(app, await firstFactor(app), one.toLowerCase().replaceAll('-', ' '))).status).toBe(200)
  expect((await second(app, await firstFactor(app), one)).status).toBe(400)
  await rewind(app)
  const mfaId = await firstFactor(app)
  const replies = await Promise.all(Array.from({ length: 100 }, () => second(app, mfaId, two)))
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  expect((await app.call('GET', `${USERS}/totp`, { token: app.token })).json.recoveryCodes).toBe(8)
  const rows = await app.app.house.storage.hot.all('SELECT "hash" FROM "_dapur_recovery_codes"', [])
  expect(JSON.stringify(rows)).not.toContain(recoveryCodes[2]?.replaceAll('-', '').toLowerCase())
  expect(rows.flat().every((hash) => /^[0-9a-f]{64}$/.test(String(hash)))).toBe(true)
  await app.app.close()
  const again = await openApp({ dir: app.dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
  const spent = await again.fetch(
    new Request(`http://dapur.test${USERS}/auth-with-totp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mfaId, code: two }),
    }),
  )
  expect(spent.status).toBe(400)
  await again.close()
})

test('A9 five tries in three minutes, counted by account and stored', async () => {
  const app = await setup()
  const { secret, recoveryCodes } = await enrol(app)
  await rewind(app)
  const mfaId = await firstFactor(app)
  for (let i = 0; i < 5; i++) expect((await second(app, mfaId, '12345')).status).toBe(400)
  // Another first factor, a right code, a recovery code: nothing helps.
  expect((await second(app, await firstFactor(app), codeOf(secret))).status).toBe(429)
  expect((await second(app, mfaId, recoveryCodes[0] ?? '')).status).toBe(429)
  await app.app.house.storage.write((tx) =>
    tx.run('UPDATE "_dapur_totp" SET "attemptsSince" = "attemptsSince" - 180000', []),
  )
  expect((await second(app, mfaId, codeOf(secret))).status).toBe(200)
})

test('somebody with a stolen token cannot put their app in its place, nor take it away', async () => {
  const app = await setup()
  const { call, token } = app
  const { secret, recoveryCodes } = await enrol(app)
  expect((await call('POST', `${USERS}/totp`, { token, body: {} })).json.code).toBe('totp_code_wrong')
  expect((await call('DELETE', `${USERS}/totp`, { token })).json.code).toBe('totp_code_wrong')
  await rewind(app)
  const renewed = await enrol(app, { code: codeOf(secret) })
  expect(renewed.secret).not.toBe(secret)
  const mfaId = await firstFactor(app)
  expect((await second(app, mfaId, recoveryCodes[0] ?? '')).status).toBe(400)
  const body = { code: renewed.recoveryCodes[0] }
  expect((await call('DELETE', `${USERS}/totp`, { token, body })).status).toBe(204)
  await app.signIn('users', EMAIL)
  expect((await call('DELETE', `${USERS}/totp`, { token, body })).json.code).toBe('totp_missing')
})

test('a superuser takes the app from somebody who has lost it; nobody else does', async () => {
  const app = await setup()
  const { call, superuser } = app
  await enrol(app)
  await app.record('users', {
    email: 'budi@example.com',
    password: testPassword,
    passwordConfirm: testPassword,
  })
  const budi = await app.signIn('users', 'budi@example.com')
  const path = `${USERS}/totp?record=${app.id}`
  expect((await call('DELETE', path, { token: budi })).status).toBe(403)
  expect((await call('DELETE', path)).status).toBe(401)
  expect((await call('DELETE', path, { token: superuser })).status).toBe(204)
  await app.signIn('users', EMAIL)
})

test('a mailbox is not enough: a code by mail is no second factor for whoever has an app', async () => {
  const app = await setup()
  await enrol(app)
  const { satisfiesTotp } = await import('../auth/totp-demand.ts')
  expect(satisfiesTotp('password', 'otp')).toBe(false)
  expect(satisfiesTotp('otp', 'password')).toBe(false)
  expect(satisfiesTotp('otp', 'totp')).toBe(true)
  const mfaId = await firstFactor(app)
  const twice = { identity: EMAIL, password: testPassword, mfaId }
  expect((await app.call('POST', `${USERS}/auth-with-password`, { body: twice })).status).toBe(400)
})

test('services §2.0 an MFA collection may ask for an app as its second way', async () => {
  const { call, superuser } = await testApp()
  const patch = (body: object) => call('PATCH', USERS, { token: superuser, body })
  expect((await patch({ mfa: { enabled: true } })).json.data.mfa.enabled.code).toBe(
    'validation_mfa_not_enough_auths',
  )
  expect((await patch({ mfa: { enabled: true }, dapur: { totp: { enabled: true } } })).status).toBe(200)
})
