import { expect, test } from 'vitest'
import { openApp } from '../app.ts'
import { formatTime } from '../base/clock.ts'
import { authCollection } from '../auth/auth-collection.ts'
import { findAccount } from '../auth/find-account.ts'
import { otpCode } from '../auth/otp-code.ts'
import { authenticator } from './authenticator.ts'
import { oidcProvider } from './oidc-provider.ts'
import { EMAIL, type RacePlace, racePlace, USERS } from './races/race-place.ts'
import { testApp, testPassword } from './test-app.ts'

type Enter = (mfaId: string) => Promise<number>

const owners = ['self', 'another user', 'another collection'] as const
/** Seconds since the first factor; it is good for 600. */
const ages = [0, 599, 601] as const

test('services §2.7 A17 of all pairs of ways, owners and ages only the right ones are two factors', async ({
  onTestFinished,
}) => {
  const provider = await oidcProvider()
  const place = await racePlace(onTestFinished, {
    mfa: { enabled: true },
    oauth2: { enabled: true, providers: [provider.config()] },
  })
  provider.user = { sub: 'u1', email: EMAIL, email_verified: true }
  const ways = await allWays(place, () => provider.code())
  const refs = await ownersOf(place)
  const methods = Object.keys(ways)
  const wrong: string[] = []
  let lets = 0
  for (const first of methods)
    for (const [second, enter] of Object.entries(ways))
      for (const owner of owners)
        for (const age of ages) {
          const mfaId = await addFactor(place, { ...refs[owner], method: first, age })
          const isRight = first !== second && owner === 'self' && age < 600
          const status = await enter(mfaId)
          if (status === 200) lets += 1
          if (status !== (isRight ? 200 : 400))
            wrong.push(`${first}, ${second}, ${owner}, ${age} s: ${status}`)
        }
  expect(wrong).toEqual([])
  expect(lets).toBe(methods.length * (methods.length - 1) * 2)
}, 60_000)

test('services §2.7 A17 a rule that cannot be used any more lets nobody past', async ({ onTestFinished }) => {
  const place = await testApp({}, onTestFinished)
  const { call, superuser, record, dir, app } = place
  const options = { otp: { enabled: true }, mfa: { enabled: true, rule: 'name != "x"' } }
  expect((await call('PATCH', USERS, { token: superuser, body: options })).status).toBe(200)
  await record('users', { email: EMAIL, password: testPassword, passwordConfirm: testPassword })
  // As a hand on the database may leave it: no form of ours takes such a rule.
  await app.house.storage.write((tx) =>
    tx.run(
      `UPDATE "_collections" SET "options" = replace("options", 'name != \\"x\\"', 'nowhere = 1') WHERE "name" = 'users'`,
      [],
    ),
  )
  await app.close()
  const again = await openApp({ dir, durability: 'full', origins: ['*'], logLevel: 'silent' })
  onTestFinished(() => again.close())
  expect(again.house.catalog.current.find('users')?.auth?.mfa.rule).toBe('nowhere = 1')
  const reply = await again.fetch(
    new Request(`http://dapur.test${USERS}/auth-with-password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ identity: EMAIL, password: testPassword }),
    }),
  )
  expect(reply.status).toBe(400)
})

async function allWays(place: RacePlace, code: () => string): Promise<Record<string, Enter>> {
  const { to, tokenOf, app } = place
  const device = authenticator('http://localhost:8090')
  const token = await tokenOf('auth')
  const { options } = (await to('request-passkey', { register: true }, token)).json
  expect((await to('passkeys', { name: 'Phone', credential: device.register(options) }, token)).status).toBe(
    200,
  )
  return {
    password: async (mfaId) =>
      (await to('auth-with-password', { identity: EMAIL, password: testPassword, mfaId })).status,
    async otp(mfaId) {
      const { otpId } = (await to('request-otp', { email: EMAIL })).json
      const collection = authCollection(app.house.catalog.current, 'users')
      const record = await findAccount(app.house, collection, EMAIL, ['email'])
      if (!record) throw new Error('the account is gone')
      const password = otpCode({ id: otpId, collection, record })
      return (await to('auth-with-otp', { otpId, password, mfaId })).status
    },
    oauth2: async (mfaId) => (await to('auth-with-oauth2', { provider: 'oidc', code: code(), mfaId })).status,
    async passkey(mfaId) {
      const { options: asked } = (await to('request-passkey', {})).json
      return (await to('auth-with-passkey', { credential: device.sign(asked), mfaId })).status
    },
  }
}

interface Ref {
  readonly collectionRef: string
  readonly recordRef: string
}

async function ownersOf({
  app,
  id,
  record,
  collection,
}: RacePlace): Promise<Record<(typeof owners)[number], Ref>> {
  const password = { password: testPassword, passwordConfirm: testPassword }
  const cooks = await collection({
    name: 'cooks',
    type: 'auth',
    otp: { enabled: true },
    mfa: { enabled: true },
  })
  const other = await record('users', { email: 'other@example.com', ...password })
  const cook = await record('cooks', { email: EMAIL, ...password })
  const collectionRef = app.house.catalog.current.find('users')?.id ?? ''
  return {
    self: { collectionRef, recordRef: id },
    'another user': { collectionRef, recordRef: other.id },
    'another collection': { collectionRef: cooks.id, recordRef: cook.id },
  }
}

async function addFactor(
  { app, record }: RacePlace,
  { age, ...row }: Ref & { readonly method: string; readonly age: number },
): Promise<string> {
  const { id } = await record('_mfas', row)
  const created = formatTime(Date.now() - age * 1000)
  await app.house.storage.write((tx) =>
    tx.run('UPDATE "_mfas" SET "created" = ? WHERE "id" = ?', [created, id]),
  )
  return id
}
