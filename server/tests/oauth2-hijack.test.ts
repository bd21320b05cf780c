import { createHmac } from 'node:crypto'
import { exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { on } from '../hooks/on.ts'
import { linksOf, oauthApp, type OAuthApp, SIGN_IN, signUp, USERS } from './oauth-app.ts'
import { oidcProvider, type OidcProvider } from './oidc-provider.ts'
import { testPassword } from './test-app.ts'

const ADDRESS = 'siti@example.com'

/** What somebody who knew the victim's address has prepared. */
async function prepareTrap(app: OAuthApp): Promise<{ id: string; token: string; other: OidcProvider }> {
  const { call, signIn, configure, provider, superuser } = app
  const other = await oidcProvider()
  other.user = { sub: 'attacker', email: 'attacker@example.com', email_verified: true }
  await configure({ providers: [provider.config(), other.config({ name: 'oidc2' })] })
  const { id } = await signUp(app, ADDRESS)
  const token = await signIn('users', ADDRESS)
  const body = { provider: 'oidc2', code: other.code() }
  expect((await call('POST', SIGN_IN, { token, body })).json.record.id).toBe(id)
  const owner = { collectionRef: '_pb_users_auth_', recordRef: id }
  for (const [collection, more] of [
    ['_otps', { password: '12345678', sentTo: ADDRESS }],
    ['_mfas', { method: 'password' }],
    ['_authOrigins', { fingerprint: 'f' }],
  ] as const) {
    const path = `/api/collections/${collection}/records`
    expect((await call('POST', path, { token: superuser, body: { ...owner, ...more } })).status).toBe(200)
  }
  return { id, token, other }
}

test('A1 whoever made the account of an address first is out once its owner comes by OAuth2', async () => {
  const app = await oauthApp()
  const { call, arrive, superuser } = app
  const { id, token, other } = await prepareTrap(app)
  const count = async (collection: string) =>
    (await call('GET', `/api/collections/${collection}/records`, { token: superuser })).json.totalItems
  expect([await count('_otps'), await count('_mfas')]).toEqual([1, 1])
  const { json } = await arrive()
  expect(json.record).toMatchObject({ id, verified: true })
  expect(await linksOf(app)).toEqual([`oidc u1 ${id}`])
  const refresh = async (with_: string) =>
    (await call('POST', `${USERS}/auth-refresh`, { token: with_ })).status
  expect([await refresh(token), await refresh(json.token)]).toEqual([401, 200])
  const password = { identity: ADDRESS, password: testPassword }
  expect((await call('POST', `${USERS}/auth-with-password`, { body: password })).status).toBe(400)
  expect([await count('_otps'), await count('_mfas')]).toEqual([0, 0])
  // Their link at the other provider leads to an account of their own now.
  const again = await call('POST', SIGN_IN, { body: { provider: 'oidc2', code: other.code() } })
  expect([again.json.meta.isNew, again.json.record.id === id]).toEqual([true, false])
})

test('A1 the same when the link was first, and the address is still another', async () => {
  const app = await oauthApp()
  const { call, arrive, provider } = app
  const { id } = await signUp(app, ADDRESS)
  const token = await app.signIn('users', ADDRESS)
  provider.user = { sub: 'u1', email: 'new@example.com', email_verified: true }
  const own = await arrive({}, token)
  // One's own account is left alone: it is only not verified by this address.
  expect(own.json.record).toMatchObject({ id, verified: false, email: ADDRESS })
  expect(await app.signIn('users', ADDRESS)).toMatch(/\./)
  const { json } = await arrive()
  expect(json.record).toMatchObject({ id, verified: false })
  expect((await call('POST', `${USERS}/auth-refresh`, { token: own.json.token })).status).toBe(401)
  expect(await linksOf(app)).toEqual([`oidc u1 ${id}`])
})

test('A1 two who come at once with one identity are one record', async () => {
  const app = await oauthApp()
  const replies = await Promise.all(Array.from({ length: 8 }, () => app.arrive()))
  expect(new Set(replies.map(({ json }) => json.record?.id)).size).toBe(1)
  expect(replies.filter(({ json }) => json.meta.isNew)).toHaveLength(1)
  expect(await linksOf(app)).toHaveLength(1)
})

test('what fails leaves nothing behind, and hooks stand around what is made', async () => {
  const events: string[] = []
  const refusing = on('record.create', 'users', async (event, next) => {
    events.push(`create ${String(event.record['email'])}`)
    if (event.record['name'] === 'Nobody') event.reject('not here')
    await next()
  })
  const following = on('record.update', 'users', async (event, next) => {
    events.push(`update ${String(event.record['verified'])}`)
    await next()
  })
  const app = await oauthApp({}, { hooks: [refusing, following] })
  const { arrive, provider } = app
  provider.user = { ...provider.user, name: 'Nobody' }
  expect((await arrive()).status).toBe(400)
  expect(await linksOf(app)).toEqual([])
  provider.user = { ...provider.user, name: 'Siti' }
  expect((await arrive()).json.record.verified).toBe(true)
  provider.user = { sub: 'u2', name: 'Budi', email: 'budi@example.com', email_verified: true }
  await signUp(app, 'budi@example.com')
  expect((await arrive()).json.record.verified).toBe(true)
  expect(events).toEqual([`create ${ADDRESS}`, `create ${ADDRESS}`, 'create budi@example.com', 'update true'])
})

/** Id tokens as nobody may make them, and the control that is right. */
const forgeries: Record<
  string,
  (claims: Record<string, unknown>, provider: OidcProvider) => Promise<string>
> = {
  right: (claims, { sign }) => sign(claims),
  'without an issuer': ({ iss: _, ...claims }, { sign }) => sign(claims),
  'of another issuer': (claims, { sign }) => sign({ ...claims, iss: 'https://evil.example' }),
  'of an issuer that begins alike': (claims, { sign }) =>
    sign({ ...claims, iss: `${String(claims['iss'])}.evil` }),
  'for another client': (claims, { sign }) => sign({ ...claims, aud: 'other' }),
  'for nobody': ({ aud: _, ...claims }, { sign }) => sign(claims),
  'given to another client': (claims, { sign }) =>
    sign({ ...claims, aud: ['warung', 'other'], azp: 'other' }),
  expired: (claims, { sign }) => sign({ ...claims, exp: Math.floor(Date.now() / 1000) - 120 }),
  'without an end': ({ exp: _, ...claims }, { sign }) => sign(claims),
  'with an end that is a text': (claims, { sign }) => sign({ ...claims, exp: '9e99' }),
  'of tomorrow': (claims, { sign }) => sign({ ...claims, nbf: Math.floor(Date.now() / 1000) + 86_400 }),
  'made tomorrow': (claims, { sign }) => sign({ ...claims, iat: Math.floor(Date.now() / 1000) + 86_400 }),
  'of an unknown key': (claims, { sign }) => sign(claims, { kid: 'k2' }),
  'of somebody else’s key': async (claims) => {
    const { privateKey } = await generateKeyPair('RS256')
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(privateKey)
  },
  'with another content': async (claims, { sign }) => {
    const [head, , signature] = (await sign(claims)).split('.')
    return `${head}.${part({ ...claims, sub: 'admin' })}.${signature}`
  },
  'without a signature': async (claims) => `${part({ alg: 'none' })}.${part(claims)}.`,
  'signed with the public key': async (claims, { publicKey }) => {
    const signed = `${part({ alg: 'HS256', kid: 'k1' })}.${part(claims)}`
    const key = await exportSPKI(publicKey)
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
  },
  'about nobody': ({ sub: _, ...claims }, { sign }) => sign(claims),
  'that is none': async () => 'a.b',
  'that is not there': async () => '',
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

test.each(Object.keys(forgeries))('A3 an id token %s', async (name) => {
  const app = await oauthApp(
    {},
    {
      settings: ({ url }) => ({ userInfoURL: '', extra: { jwksURL: `${url}/jwks`, issuers: [url] } }),
    },
  )
  const { provider, arrive } = app
  provider.idToken = (claims) =>
    forgeries[name]?.(claims, provider) ?? Promise.reject(new Error('no such token'))
  const { status, json } = await arrive()
  expect([status, json.data]).toEqual(name === 'right' ? [200, undefined] : [400, {}])
  expect(await linksOf(app)).toHaveLength(name === 'right' ? 1 : 0)
})

test('A3 where the user info speaks, an id token that came along has to be right, too', async () => {
  const app = await oauthApp(
    {},
    {
      settings: ({ url }) => ({ extra: { jwksURL: `${url}/jwks`, issuers: [url] } }),
    },
  )
  const { provider, arrive } = app
  expect((await arrive()).status).toBe(200)
  provider.idToken = (claims) => provider.sign({ ...claims, sub: 'somebody else' })
  expect((await arrive()).status).toBe(400)
  provider.idToken = (claims) => provider.sign({ ...claims, aud: 'other' })
  expect((await arrive()).status).toBe(400)
})

test('A3 claims of an address that is not verified find no account', async () => {
  const app = await oauthApp(
    {},
    {
      settings: ({ url }) => ({ userInfoURL: '', extra: { jwksURL: `${url}/jwks`, issuers: [url] } }),
    },
  )
  await signUp(app, ADDRESS, { verified: true })
  for (const email_verified of [false, 'false']) {
    app.provider.user = { sub: 'u1', email: ADDRESS, email_verified }
    expect((await app.arrive()).status).toBe(400)
  }
  expect(await linksOf(app)).toEqual([])
})

test('A3 the clock of an issuer may be wrong by as much as was said', async () => {
  const settings = ({ url }: OidcProvider) => ({ userInfoURL: '', extra: { jwksURL: `${url}/jwks` } })
  const app = await oauthApp({}, { settings, idTokenLeeway: 100 })
  const { provider, arrive } = app
  const late = (seconds: number) => (claims: object) =>
    provider.sign({ ...claims, exp: Math.floor(Date.now() / 1000) - seconds })
  provider.idToken = late(90)
  expect((await arrive()).status).toBe(200)
  provider.idToken = late(110)
  expect((await arrive()).status).toBe(400)
})
