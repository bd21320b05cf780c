import { expect, test } from 'vitest'
import { fromBase32, hotp } from '../../server/auth/totp-code.ts'
import { oauthApp } from '../../server/tests/oauth-app.ts'
import { anonymousOf, apiKeysOf, linksOf, passkeysOf, sessionsOf, totpOf } from '../src/account/index.ts'
import { servedApp, sri } from './served-app.ts'

/** The code that an authenticator app shows in this half minute, or in the next. */
function codeOf(secret: string, ahead = 0): string {
  return hotp(fromBase32(secret), Math.floor(Date.now() / 30_000) + ahead)
}

test('an authenticator app is set up, asked for at sign-in, and taken away', async () => {
  const { open, configure, root } = await servedApp()
  await configure({ dapur: { totp: { enabled: true } } })
  const dapur = open()
  const totp = totpOf(dapur, 'users')
  const { record } = await dapur.collection('users').signIn(sri)
  expect(await totp.status()).toEqual({ enabled: false, recoveryCodes: 0 })
  const { secret, url } = await totp.begin()
  expect(url).toContain(secret)
  const { recoveryCodes } = await totp.confirm(codeOf(secret))
  expect(recoveryCodes).toHaveLength(10)
  dapur.collection('users').signOut()

  const first = dapur.collection('users').signIn(sri)
  const mfaId: string = await first.then(
    () => 'nothing asked for it',
    ({ mfaId: id }) => id,
  )
  await expect(totp.signIn({ mfaId, code: '000' })).rejects.toMatchObject({ status: 400 })
  const signedIn = await totp.signIn({ mfaId, code: codeOf(secret, 1) })
  expect([signedIn.record.id, dapur.auth.isValid]).toEqual([record.id, true])
  await expect(totp.begin()).rejects.toMatchObject({ code: 'totp_code_wrong' })
  await totp.remove(recoveryCodes[0])
  expect((await totp.status()).enabled).toBe(false)

  // A superuser takes it from somebody who has lost it.
  await totp.confirm(codeOf((await totp.begin()).secret))
  await totpOf(await root(), 'users').remove(undefined, { record: record.id })
  expect((await totp.status()).enabled).toBe(false)
})

test('somebody without a name comes in, and becomes somebody', async () => {
  const { open, configure } = await servedApp()
  await configure({ dapur: { anonymous: { enabled: true } } })
  const dapur = open()
  const anonymous = anonymousOf<{ id: string; name: string }>(dapur, 'users')
  const { record, token } = await anonymous.signIn({ name: 'Table 7' })
  expect([record.name, dapur.auth.token]).toEqual(['Table 7', token])
  const budi = { email: 'budi@example.com', password: 'rendang-padang-1' }
  expect((await anonymous.promote(budi)).record.id).toBe(record.id)
  expect(dapur.auth.session?.record['email']).toBe(budi.email)
  expect((await open().collection('users').signIn(budi)).record.id).toBe(record.id)
})

test('a program has a key of its own, within its scopes, until it is revoked', async () => {
  const { open, configure } = await servedApp()
  await configure({ dapur: { apiKeys: { enabled: true } } })
  const dapur = open()
  const { record } = await dapur.collection('users').signIn(sri)
  const keys = apiKeysOf(dapur, 'users')
  const { key, ...made } = await keys.create({
    name: 'till',
    scopes: [{ collections: ['users'], actions: ['view'] }],
    expires: new Date('2099-01-01'),
  })
  expect(made).toMatchObject({ name: 'till', expires: '2099-01-01 00:00:00.000Z', lastUsed: '' })
  const [listed] = await keys.list()
  expect(listed).toMatchObject({ id: made.id, name: 'till' })
  const program = open()
  program.auth.save({ token: key, record })
  expect((await program.collection('users').get(record.id)).id).toBe(record.id)
  await expect(program.collection('users').list()).rejects.toMatchObject({ code: 'scope_refused' })
  await keys.revoke(made.id)
  expect(await keys.list()).toEqual([])
  await expect(program.collection('users').get(record.id)).rejects.toMatchObject({ status: 404 })
})

test('sessions are seen and ended, ones own and those of others', async () => {
  const { open, configure, root } = await servedApp()
  await configure({ dapur: { sessions: { enabled: true } } })
  const [phone, laptop, tablet] = [open(), open(), open()]
  for (const dapur of [phone, laptop, tablet]) await dapur.collection('users').signIn(sri)
  const sessions = sessionsOf(phone, 'users')
  const listed = await sessions.list()
  expect([listed.length, listed.filter(({ current }) => current).length]).toEqual([3, 1])
  const own = listed.find(({ current }) => current)
  await sessions.revoke(listed.find(({ current }) => !current)?.id ?? '')
  expect(await sessions.list()).toHaveLength(2)
  await sessions.revokeOthers()
  expect((await sessions.list()).map((session) => session.id)).toEqual([own?.id])
  await expect(laptop.collection('users').refresh()).rejects.toMatchObject({ status: 401 })
  const superuser = sessionsOf(await root(), 'users')
  const record = phone.auth.session?.record.id
  expect(await superuser.list({ record })).toHaveLength(1)
  await superuser.revokeOthers({ record })
  await expect(sessions.list()).rejects.toMatchObject({ status: 401 })
})

test('links to other services are listed and cut', async () => {
  const made = await oauthApp()
  const app = await servedApp(made)
  const dapur = app.open()
  const { record } = await dapur
    .collection('users')
    .signInWithOAuth2({ provider: 'oidc', openUrl: (url) => fetch(url) })
  const links = linksOf(dapur, record.id)
  expect(await links.list()).toMatchObject([{ provider: 'oidc', providerId: 'u1', recordRef: record.id }])
  await links.unlink('oidc')
  expect(await links.list()).toEqual([])
  await expect(links.unlink('oidc')).rejects.toMatchObject({ status: 404 })
  // Nobody sees those of others.
  expect(await linksOf(app.open(), record.id).list()).toEqual([])
})

test('where there is no browser, passkeys say so', async () => {
  const { open } = await servedApp()
  const passkeys = passkeysOf(open(), 'users')
  await expect(passkeys.signIn()).rejects.toThrow('There are no passkeys here')
  await expect(passkeys.register('My phone')).rejects.toThrow('There are no passkeys here')
})
