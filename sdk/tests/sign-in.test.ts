import PocketBase from 'pocketbase'
import { expect, test } from 'vitest'
import { oauthApp } from '../../server/tests/oauth-app.ts'
import { codeIn, postOffice, tokenIn, useSmtp } from '../../server/tests/post-office.ts'
import { ApiError } from '../src/index.ts'
import { servedApp, sri } from './served-app.ts'

/** What a call was refused with. */
async function refusal(call: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await call.catch((cause: unknown) => cause)
  if (error instanceof ApiError) return error
  throw new Error('It was not refused.')
}

test('services §2.1 how one can sign in is told, as the official SDK is told', async () => {
  const { open, url, configure } = await servedApp()
  await configure({ otp: { enabled: true }, dapur: { totp: { enabled: true } } })
  const users = open().collection('users')
  const methods = await users.authMethods()
  expect(methods).toMatchObject({ otp: { enabled: true, duration: 180 }, dapur: { totp: { enabled: true } } })
  expect(methods).toMatchObject(await new PocketBase(url).collection('users').listAuthMethods())
  expect(await users.listAuthMethods()).toEqual(methods)
})

test('services §2.6 §2.7 a password asks for a code, and a code by mail signs in', async () => {
  const app = await servedApp()
  const post = await postOffice()
  await useSmtp(app, post)
  await app.configure({ otp: { enabled: true }, mfa: { enabled: true } })
  const dapur = app.open()
  const users = dapur.collection('users')
  const first = await refusal(users.signIn(sri))
  expect(first).toMatchObject({
    status: 401,
    mfaId: expect.any(String),
    message: expect.stringContaining('factor'),
  })
  expect(dapur.auth.session).toBeNull()
  const { otpId } = await users.requestOtp(sri.email)
  const code = codeIn(await post.mailTo(sri.email))
  const wrong = await refusal(users.signInWithOtp({ otpId, code: 'no' }, { mfaId: first.mfaId }))
  expect([wrong.status, wrong.mfaId]).toEqual([400, undefined])
  const { record } = await users.signInWithOtp({ otpId, code }, { mfaId: first.mfaId })
  expect([record['email'], dapur.auth.isValid]).toEqual([sri.email, true])
  // The other way round, under the other names.
  const again = await users.requestOTP(sri.email)
  const secret = codeIn(await post.mailTo(sri.email))
  const { mfaId } = await refusal(users.authWithOTP(again.otpId, secret))
  expect((await users.authWithPassword(sri.email, sri.password, { mfaId })).record.id).toBe(record.id)
})

test('services §2.8 verification, a new password and a new address go by mail, and the store keeps up', async () => {
  const app = await servedApp()
  const post = await postOffice()
  await useSmtp(app, post)
  const dapur = app.open()
  const users = dapur.collection('users')
  await users.signIn(sri)
  expect(dapur.auth.session?.record['verified']).toBe(false)
  await users.requestVerification(sri.email)
  await users.confirmVerification(tokenIn(await post.mailTo(sri.email)))
  expect(dapur.auth.session?.record['verified']).toBe(true)

  await users.requestPasswordReset(sri.email)
  const token = tokenIn(await post.mailTo(sri.email))
  expect((await refusal(users.confirmPasswordReset(token, 'other-1', 'other-2'))).status).toBe(400)
  expect(dapur.auth.session).not.toBeNull()
  await users.confirmPasswordReset(token, 'rendang-padang-1')
  expect(dapur.auth.session).toBeNull()

  await users.signIn({ email: sri.email, password: 'rendang-padang-1' })
  const other = app.open()
  await users.requestEmailChange('sri@example.org')
  const change = tokenIn(await post.mailTo('sri@example.org'))
  await other.collection('users').signIn({ email: sri.email, password: 'rendang-padang-1' })
  await users.confirmEmailChange(change, 'rendang-padang-1')
  expect([dapur.auth.session, other.auth.session === null]).toEqual([null, false])
  const { record } = await users.signIn({ email: 'sri@example.org', password: 'rendang-padang-1' })
  expect(record['email']).toBe('sri@example.org')
})

test('services §2.5 somebody goes to a provider and comes back over the realtime line', async () => {
  const made = await oauthApp()
  const app = await servedApp(made)
  const dapur = app.open()
  const users = dapur.collection('users')
  const opened: string[] = []
  const openUrl = async (url: string): Promise<void> => {
    opened.push(url)
    // Goes there and is sent back, as the window of a browser is.
    await fetch(url)
  }
  const states: string[] = []
  dapur.realtime.onConnection((state) => states.push(state))
  const { record, meta } = await users.signInWithOAuth2({
    provider: 'oidc',
    scopes: ['openid', 'email'],
    createData: { name: 'Siti from the form' },
    openUrl,
  })
  expect(record).toMatchObject({ email: 'siti@example.com', name: 'Siti from the form' })
  expect(meta).toMatchObject({ isNew: true })
  expect(dapur.auth.session?.record.id).toBe(record.id)
  const asked = new URL(opened[0] ?? '').searchParams
  expect([asked.get('scope'), asked.get('state')?.length]).toEqual(['openid email', 40])
  // Nothing else needs the line.
  await expect.poll(() => states.at(-1)).toBe('closed')
  // The same account, under the other name.
  const again = await users.authWithOAuth2({ provider: 'oidc', openUrl })
  expect([again.record.id, again.meta?.['isNew']]).toEqual([record.id, false])
})

test('a way to a provider can fail, be given up, and be begun anew', async () => {
  const made = await oauthApp()
  const app = await servedApp(made)
  const users = app.open().collection('users')
  const nowhere = await refusal(users.signInWithOAuth2({ provider: 'nobody', openUrl: () => undefined }))
  expect(nowhere).toMatchObject({ code: 'oauth2_failed', message: expect.stringContaining('nobody') })
  // Node has no windows.
  expect((await refusal(users.signInWithOAuth2({ provider: 'oidc' }))).code).toBe('oauth2_failed')
  const refused = await refusal(
    users.signInWithOAuth2({
      provider: 'oidc',
      openUrl: (url) => {
        const state = new URL(url).searchParams.get('state') ?? ''
        return fetch(`${app.url}/api/oauth2-redirect?state=${state}&error=access_denied`)
      },
    }),
  )
  expect(refused).toMatchObject({ code: 'oauth2_failed', cause: 'access_denied' })
  const abort = new AbortController()
  const openUrl = (): void => abort.abort()
  const given = await refusal(users.signInWithOAuth2({ provider: 'oidc', signal: abort.signal, openUrl }))
  expect(given.isAbort).toBe(true)
  const early = await refusal(users.signInWithOAuth2({ provider: 'oidc', signal: abort.signal, openUrl }))
  expect(early.isAbort).toBe(true)
  const first = refusal(users.signInWithOAuth2({ provider: 'oidc', openUrl: () => undefined }))
  const second = users.signInWithOAuth2({ provider: 'oidc', openUrl: (url) => fetch(url) })
  expect((await first).isAbort).toBe(true)
  expect((await second).record['email']).toBe('siti@example.com')
})

test('services §2.4 a page of ones own finishes the way with the code', async () => {
  const made = await oauthApp()
  const app = await servedApp(made)
  const dapur = app.open()
  const { oauth2 } = await dapur.collection('users').authMethods()
  const [provider] = oauth2.providers
  const redirectURL = 'https://warung.example.com/back'
  const code = made.provider.code({ challenge: provider?.codeChallenge ?? '', redirect: redirectURL })
  const users = dapur.collection('users')
  const { record } = await users.authWithOAuth2Code('oidc', code, provider?.codeVerifier ?? '', redirectURL, {
    name: 'Siti',
  })
  expect(record).toMatchObject({ email: 'siti@example.com', name: 'Siti' })
  const spent = { provider: 'oidc', code, codeVerifier: '', redirectURL }
  expect((await refusal(users.signInWithOAuth2Code(spent))).status).toBe(400)
})
