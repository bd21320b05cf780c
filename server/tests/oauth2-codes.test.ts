import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { linksOf, oauthApp, USERS } from './oauth-app.ts'
import { oidcProvider } from './oidc-provider.ts'

const verifier = 'v'.repeat(43)
const challenge = createHash('sha256').update(verifier).digest('base64url')

test('A14 a code is good with its verifier, its address and its client, and once', async () => {
  const app = await oauthApp()
  const { provider, arrive } = app
  const redirect = 'https://warung.example/back'
  const code = () => provider.code({ challenge, redirect })
  const right = { codeVerifier: verifier, redirectURL: redirect }
  const wrong: [string, object][] = [
    ['no verifier', { ...right, codeVerifier: '' }],
    ['another verifier', { ...right, codeVerifier: `${verifier}x` }],
    ['the challenge for the verifier', { ...right, codeVerifier: challenge }],
    ['no address', { ...right, redirectURL: '' }],
    ['another address', { ...right, redirectURL: 'https://warung.example@evil.example/back' }],
    ['the address in another spelling', { ...right, redirectURL: 'https://WARUNG.example/back' }],
    ['the address with more behind it', { ...right, redirectURL: `${redirect}/..` }],
  ]
  for (const [what, body] of wrong) expect((await arrive({ code: code(), ...body })).status, what).toBe(400)
  expect(await linksOf(app)).toEqual([])
  const spent = code()
  expect((await arrive({ code: spent, ...right })).status).toBe(200)
  expect((await arrive({ code: spent, ...right })).status).toBe(400)
})

test('A14 a code that another client got is refused, and so is one of another provider', async () => {
  const app = await oauthApp()
  const { provider, arrive, configure } = app
  const other = await oidcProvider()
  await configure({
    providers: [provider.config({ clientSecret: 'another' }), other.config({ name: 'oidc2' })],
  })
  expect((await arrive()).status).toBe(400)
  expect((await arrive({ provider: 'oidc2' })).status).toBe(400)
  expect((await arrive({ provider: 'oidc2', code: other.code() })).status).toBe(200)
})

test('A14 an identity belongs to one collection: in another it is somebody new', async () => {
  const app = await oauthApp()
  const { provider, arrive, call, collection } = app
  await collection({
    name: 'cooks',
    type: 'auth',
    createRule: null,
    oauth2: { enabled: true, providers: [provider.config()] },
  })
  expect((await arrive()).status).toBe(200)
  const body = { provider: 'oidc', code: provider.code() }
  expect((await call('POST', '/api/collections/cooks/auth-with-oauth2', { body })).status).toBe(403)
})

test('A14 clients are told to use S256, with a challenge that fits the verifier, new each time', async () => {
  const { call } = await oauthApp()
  const links = new Set<string>()
  for (let i = 0; i < 20; i++) {
    const [link] = (await call('GET', `${USERS}/auth-methods`)).json.oauth2.providers
    expect(link.codeChallengeMethod).toBe('S256')
    expect(createHash('sha256').update(link.codeVerifier).digest('base64url')).toBe(link.codeChallenge)
    expect(link.authURL).toContain(`code_challenge=${link.codeChallenge}&code_challenge_method=S256`)
    links.add(`${link.state} ${link.codeVerifier}`)
  }
  expect(links.size).toBe(20)
})
