import { EventSource } from 'eventsource'
import PocketBase from 'pocketbase'
import { expect, test } from 'vitest'
import { streamApp } from './event-stream.ts'
import { linksOf, oauthApp, SIGN_IN, signUp, USERS } from './oauth-app.ts'
import { oidcProvider } from './oidc-provider.ts'
import { testApp } from './test-app.ts'

test('services §2.1 the ways to sign in are listed with all that a client needs', async () => {
  const app = await oauthApp()
  const { call, provider, configure } = app
  const read = async () => (await call('GET', `${USERS}/auth-methods`)).json
  const [link] = (await read()).oauth2.providers
  expect(link).toMatchObject({ name: 'oidc', displayName: 'OIDC', codeChallengeMethod: 'S256' })
  expect(Object.keys(link).join(' ')).toBe(
    'name displayName logo state authURL authUrl codeVerifier codeChallenge codeChallengeMethod',
  )
  expect(link.logo).toMatch(/^<svg/)
  expect(link.state).toMatch(/^[A-Za-z0-9]{30}$/)
  expect(link.codeVerifier).toMatch(/^[A-Za-z0-9]{43}$/)
  expect(link.codeChallenge).toMatch(/^[\w-]{43}$/)
  expect(link.authUrl).toBe(link.authURL)
  const query = `client_id=warung&code_challenge=${link.codeChallenge}&code_challenge_method=S256&response_type=code`
  expect(link.authURL).toBe(
    `${provider.url}/authorize?${query}&scope=openid+email+profile&state=${link.state}&redirect_uri=`,
  )
  const again = await read()
  expect(again.oauth2.providers[0].state).not.toBe(link.state)
  expect(again.authProviders).toEqual([{ ...again.oauth2.providers[0], logo: '' }])
  const apple = { name: 'apple', clientId: 'a', clientSecret: 'b', displayName: 'Apel' }
  // What nobody has configured an address for is left out.
  const half = { name: 'oidc2', clientId: 'a', clientSecret: 'b' }
  await configure({ providers: [half, apple, { name: 'vk', clientId: 'a', clientSecret: 'b' }] })
  const [first, second, ...rest] = (await read()).oauth2.providers
  expect(rest).toEqual([])
  expect(first).toMatchObject({ name: 'apple', displayName: 'Apel' })
  expect(first.authURL).toContain('&response_mode=form_post&response_type=code&scope=name+email&state=')
  expect(second).toMatchObject({ codeVerifier: '', codeChallenge: '', codeChallengeMethod: '' })
  expect(second.authURL).not.toContain('code_challenge')
  await configure({ enabled: false })
  expect(await read()).toMatchObject({ oauth2: { providers: [], enabled: false }, authProviders: null })
})

test('services §2.4 every wrong body has its status and its code', async () => {
  const app = await oauthApp()
  const { call, arrive, configure, provider } = app
  const codes = async (body: object) => {
    const { status, json } = await call('POST', SIGN_IN, { body })
    const found = Object.entries<{ code: string }>(json.data).map(([key, { code }]) => `${key} ${code}`)
    return [status, ...found]
  }
  expect(await codes({})).toEqual([400, 'provider validation_required', 'code validation_required'])
  expect(await codes({ provider: 'x'.repeat(101), code: 'c' })).toEqual([
    400,
    'provider validation_length_too_long',
  ])
  expect(await codes({ provider: 'github', code: 'c' })).toEqual([
    400,
    'provider validation_invalid_provider',
  ])
  expect(await codes({ provider: 'oidc', code: 'made up' })).toEqual([400])
  const { json } = await call('POST', SIGN_IN, { body: { provider: 'github', code: 'c' } })
  expect(json.data.provider.params).toEqual({ name: 'github' })
  await configure({ providers: [{ name: 'oidc', clientId: 'a', clientSecret: 'b' }] })
  expect((await arrive()).status).toBe(500)
  await configure({ enabled: false })
  expect((await arrive({})).status).toBe(403)
  expect((await call('POST', SIGN_IN, { body: {} })).status).toBe(403)
  expect((await call('POST', '/api/collections/_superusers/auth-with-oauth2', { body: {} })).status).toBe(403)
  expect((await call('POST', '/api/collections/nobody/auth-with-oauth2', { body: {} })).status).toBe(404)
  expect(await linksOf(app)).toEqual([])
  expect(provider.seen).toEqual(['POST /token', 'POST /token'])
})

test('services §2.4 somebody new gets a record, verified, with what the provider says of them', async () => {
  const app = await oauthApp()
  const { arrive, provider, call } = app
  const { status, json } = await arrive()
  expect(status).toBe(200)
  expect(Object.keys(json)).toEqual(['meta', 'record', 'token'])
  expect(json.record).toMatchObject({ name: 'Siti', email: 'siti@example.com', verified: true, avatar: '' })
  expect(json.meta).toEqual({
    id: 'u1',
    name: 'Siti',
    username: '',
    email: 'siti@example.com',
    avatarURL: '',
    avatarUrl: '',
    rawUser: provider.user,
    accessToken: expect.stringMatching(/^[0-9a-f]{24}$/),
    refreshToken: 'r1',
    expiry: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z$/),
    isNew: true,
  })
  expect(await linksOf(app)).toEqual([`oidc u1 ${json.record.id}`])
  expect((await call('POST', `${USERS}/auth-refresh`, { token: json.token })).status).toBe(200)
  provider.user = { ...provider.user, email: 'elsewhere@example.com', name: 'Other' }
  const again = (await arrive()).json
  expect([again.record.id, again.record.email, again.record.name, again.meta.isNew]).toEqual([
    json.record.id,
    'siti@example.com',
    'Siti',
    false,
  ])
})

test('services §2.4 what the client says of a new record comes first, and what does not fit is refused', async () => {
  const app = await oauthApp()
  const { arrive, configure, call, provider } = app
  const fields = (await call('GET', USERS, { token: app.superuser })).json.fields
  const more = [
    { name: 'handle', type: 'text', max: 10 },
    { name: 'picture', type: 'url' },
    { name: 'external', type: 'text' },
    { name: 'age', type: 'number', max: 99 },
  ]
  const mappedFields = { id: 'external', name: 'name', username: 'handle', avatarURL: 'picture' }
  await configure({ mappedFields }, { fields: [...fields, ...more] })
  const picture = 'https://example.com/p.png'
  provider.user = { ...provider.user, preferred_username: 'siti', picture }
  const createData = { name: 'Ibu Siti', age: 40, email: 'other@example.com' }
  const first = (await arrive({ createData })).json.record
  expect(first).toMatchObject({ name: 'Ibu Siti', handle: 'siti', picture, external: 'u1', age: 40 })
  // Somebody else's word for the address proves nothing.
  expect(first).toMatchObject({ email: 'other@example.com', verified: false })
  provider.user = { ...provider.user, sub: 'u2' }
  expect((await arrive({ createData: { age: 100 } })).json.data.age.code).toBe(
    'validation_max_number_constraint',
  )
  expect((await arrive({ createData: { verified: true } })).status).toBe(400)
  expect((await arrive({ createData: [] })).status).toBe(400)
  expect(await linksOf(app)).toHaveLength(1)
  // The name is taken, or too long: it is left out.
  expect((await arrive()).json.record).toMatchObject({ handle: '', verified: true })
  provider.user = {
    sub: 'u3',
    email: 'c@example.com',
    email_verified: true,
    preferred_username: 'x'.repeat(11),
  }
  expect((await arrive()).json.record.handle).toBe('')
})

test('services §2.4 the create rule stands before newcomers, with their context', async () => {
  const app = await oauthApp({ createRule: null })
  const { arrive, configure, provider } = app
  expect((await arrive()).status).toBe(403)
  const createRule = '@request.context = "oauth2" && @request.body.name = "Siti" && verified = false'
  await configure({}, { createRule })
  provider.user = { ...provider.user, name: 'Budi' }
  expect((await arrive()).status).toBe(400)
  expect(await linksOf(app)).toEqual([])
  provider.user = { ...provider.user, name: 'Siti' }
  expect((await arrive()).json.record.verified).toBe(true)
  await configure({}, { createRule: null })
  expect((await arrive()).status).toBe(200)
})

test('services §2.4 a password of the client’s own is checked, and works', async () => {
  const app = await oauthApp()
  const { arrive, signIn } = app
  const password = 'rendang-padang-1'
  expect((await arrive({ createData: { password } })).json.data.passwordConfirm.code).toBe(
    'validation_required',
  )
  const short = await arrive({ createData: { password: 'kurang', passwordConfirm: 'kurang' } })
  expect(short.json.data.password.code).toBe('validation_min_text_constraint')
  expect((await arrive({ createData: { password, passwordConfirm: password } })).status).toBe(200)
  expect(await signIn('users', 'siti@example.com', password)).toMatch(/\./)
})

test('services §2.4 a record is found by its verified address, and by no other', async () => {
  const app = await oauthApp()
  const { arrive, provider } = app
  const { id } = await signUp(app, 'siti@example.com', { verified: true })
  for (const email_verified of [false, 'false', 'yes', 1, null, undefined]) {
    provider.user = { ...provider.user, email_verified }
    const { status, json } = await arrive()
    expect([status, json.data.email?.code]).toEqual([400, 'validation_required'])
  }
  provider.user = { ...provider.user, email_verified: true }
  const { json } = await arrive()
  expect([json.record.id, json.meta.isNew]).toEqual([id, false])
})

test('services §2.4 who is signed in links their own account, whatever the address', async () => {
  const app = await oauthApp()
  const { arrive, provider, signIn, call } = app
  const { id } = await signUp(app, 'budi@example.com', { verified: true })
  const token = await signIn('users', 'budi@example.com')
  const { json } = await arrive({}, token)
  expect([json.record.id, json.record.email]).toEqual([id, 'budi@example.com'])
  expect(await linksOf(app)).toEqual([`oidc u1 ${id}`])
  // Still signed in, and still with the password: nothing of a verified account goes.
  expect((await call('POST', `${USERS}/auth-refresh`, { token })).status).toBe(200)
  expect(await signIn('users', 'budi@example.com')).toMatch(/\./)
  // Another account there would be somebody else.
  provider.user = { sub: 'u9', email: 'x@example.com', email_verified: true }
  expect((await arrive({}, token)).status).toBe(400)
  expect(await linksOf(app)).toEqual([`oidc u1 ${id}`])
  // A superuser who tries it out makes an account, and links none of its own.
  expect((await arrive({}, app.superuser)).json.record.email).toBe('x@example.com')
})

test('services §2.4 the secret goes where the provider wants it, and its words go nowhere', async () => {
  const app = await oauthApp()
  const { arrive, provider } = app
  provider.secretIn = 'body'
  expect((await arrive()).status).toBe(200)
  // The place is known from then on.
  expect((await arrive()).status).toBe(200)
  const asked = ['POST /token', 'GET /userinfo']
  expect(provider.seen).toEqual(['POST /token', ...asked, ...asked])
  provider.pages['/userinfo'] = () => [500, { error: 'the very words of the provider' }]
  const { status, text } = await arrive()
  expect(status).toBe(400)
  expect(text).not.toContain('very words')
  expect(text).not.toContain('127.0.0.1')
})

test('F5 a provider on a private address is asked unless that is forbidden', async () => {
  const provider = await oidcProvider()
  const app = await testApp({ privateEndpoints: 'deny' })
  const body = { oauth2: { enabled: true, providers: [provider.config()] } }
  expect((await app.call('PATCH', USERS, { token: app.superuser, body })).status).toBe(200)
  const reply = await app.call('POST', SIGN_IN, { body: { provider: 'oidc', code: provider.code() } })
  expect(reply.status).toBe(400)
  expect(provider.seen).toEqual([])
})

test('services §2.5 the official SDK signs in by a code, and by the window that it opens', async () => {
  Object.assign(globalThis, { EventSource })
  const app = await streamApp()
  const provider = await oidcProvider('ES256')
  const extra = { jwksURL: `${provider.url}/jwks`, issuers: [provider.url] }
  const body = { oauth2: { enabled: true, providers: [provider.config({ extra })] } }
  expect((await app.call('PATCH', USERS, { token: app.superuser, body })).status).toBe(200)
  const pb = new PocketBase(app.address)
  const users = pb.collection('users')
  const opened: Response[] = []
  const popup = await users.authWithOAuth2({
    provider: 'oidc',
    createData: { name: 'Ibu Siti' },
    urlCallback: async (url) => {
      opened.push(await fetch(url, { redirect: 'manual' }))
      const location = opened[0]?.headers.get('location') ?? ''
      opened.push(await fetch(location, { redirect: 'manual' }))
    },
  })
  expect(popup.record).toMatchObject({ name: 'Ibu Siti', email: 'siti@example.com' })
  expect(popup.meta).toMatchObject({ id: 'u1', isNew: true })
  expect(opened[1]?.status).toBe(307)
  expect(opened[1]?.headers.get('location')).toBe('../_/#/auth/oauth2-redirect-success')
  pb.authStore.clear()
  const [link] = (await users.listAuthMethods()).oauth2.providers
  const redirect = 'https://app.example/back'
  const challenge = link?.codeChallenge ?? ''
  const code = provider.code({ challenge, redirect })
  const byCode = await users.authWithOAuth2Code('oidc', code, link?.codeVerifier ?? '', redirect)
  expect([byCode.record.id, byCode.meta?.['isNew']]).toEqual([popup.record.id, false])
  const stolen = provider.code({ challenge, redirect })
  await expect(users.authWithOAuth2Code('oidc', stolen, 'x'.repeat(43), redirect)).rejects.toMatchObject({
    status: 400,
  })
  await expect(
    users.authWithOAuth2Code('oidc', code, link?.codeVerifier ?? '', redirect),
  ).rejects.toMatchObject({ status: 400 })
})
