import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { onTestFinished } from 'vitest'

type Json = Record<string, unknown>

/** What a code was given for. */
interface Grant {
  readonly challenge: string
  readonly redirect: string
  readonly user: Json
}

/** An OpenID provider on this machine, that signs real tokens. Tests change what it says. */
export interface OidcProvider {
  readonly url: string
  /** Who signs in there next. */
  user: Json
  /** Where it takes the client's secret. */
  secretIn: 'header' | 'body'
  /** Make an id token of these claims, as one that another would have to be made by hand. */
  idToken: (claims: Json) => Promise<string>
  /** More paths, with what they answer: JSON, or the bytes of a Buffer. */
  readonly pages: Record<string, (request: IncomingMessage, body: string) => [number, unknown]>
  /** Every request so far, as `METHOD /path`. */
  readonly seen: string[]
  /** Sign in there without a browser; gives a code. */
  readonly code: (more?: { challenge?: string; redirect?: string }) => string
  /** Sign claims with the provider's own keys. */
  readonly sign: (claims: Json, header?: Json) => Promise<string>
  readonly publicKey: CryptoKey
  /** Options of a collection that signs in there. */
  readonly config: (more?: Json) => Json
}

const CLIENT_ID = 'warung'
const CLIENT_SECRET = 'a secret with: & odd %2F characters'

/** Start a provider; it ends with the test, or when whoever takes `onEnd` says so. */
export async function oidcProvider(
  algorithm: 'RS256' | 'ES256' = 'RS256',
  onEnd: (work: () => Promise<void> | void) => void = onTestFinished,
): Promise<OidcProvider> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm)
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: algorithm, use: 'sig' }] }
  const grants = new Map<string, Grant>()
  const tokens = new Map<string, Json>()
  const sign: OidcProvider['sign'] = (claims, header = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid: 'k1', ...header }).sign(privateKey)
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onEnd(() => {
    server.close().closeAllConnections()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: OidcProvider = {
    url,
    user: { sub: 'u1', name: 'Siti', email: 'siti@example.com', email_verified: true },
    secretIn: 'header',
    idToken: (claims) => sign(claims),
    pages: {},
    seen: [],
    code({ challenge = '', redirect = '' } = {}) {
      const code = randomBytes(12).toString('hex')
      grants.set(code, { challenge, redirect, user: provider.user })
      return code
    },
    sign,
    publicKey,
    config: (more = {}) => ({
      name: 'oidc',
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      authURL: `${url}/authorize`,
      tokenURL: `${url}/token`,
      userInfoURL: `${url}/userinfo`,
      ...more,
    }),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const { pathname, searchParams } = new URL(request.url ?? '', url)
    provider.seen.push(`${request.method} ${pathname}`)
    if (pathname === '/authorize') return authorize(response, searchParams)
    const page = provider.pages[pathname]
    const [status, json] = page ? page(request, body) : await ownPage(pathname, request, body)
    // Pictures are bytes; what they are called is up to whoever looks.
    if (Buffer.isBuffer(json)) response.writeHead(status, { 'content-type': 'text/html' }).end(json)
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
  }

  function authorize(response: ServerResponse, query: URLSearchParams): void {
    const redirect = query.get('redirect_uri') ?? ''
    const target = new URL(redirect)
    target.searchParams.set('state', query.get('state') ?? '')
    target.searchParams.set('code', provider.code({ challenge: query.get('code_challenge') ?? '', redirect }))
    response.writeHead(302, { location: target.href }).end()
  }

  async function ownPage(path: string, request: IncomingMessage, body: string): Promise<[number, unknown]> {
    if (path === '/jwks') return [200, jwks]
    if (path === '/token' && request.method === 'POST') return exchange(request, new URLSearchParams(body))
    const user = tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''))
    if (path === '/userinfo' && user) return [200, user]
    return [401, { error: 'the very words of the provider' }]
  }

  async function exchange(request: IncomingMessage, form: URLSearchParams): Promise<[number, unknown]> {
    if (!isClient(request, form)) return [401, { error: 'invalid_client' }]
    const code = form.get('code') ?? ''
    const grant = grants.get(code)
    grants.delete(code)
    if (!grant || !fits(grant, form)) return [400, { error: 'invalid_grant' }]
    const access = randomBytes(12).toString('hex')
    tokens.set(access, grant.user)
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: url, aud: CLIENT_ID, iat: now, exp: now + 300, ...grant.user }
    const answer = { access_token: access, refresh_token: 'r1', token_type: 'Bearer', expires_in: 3600 }
    return [200, { ...answer, id_token: await provider.idToken(claims) }]
  }

  function isClient(request: IncomingMessage, form: URLSearchParams): boolean {
    const encoded = [CLIENT_ID, CLIENT_SECRET].map((part) =>
      new URLSearchParams({ '': part }).toString().slice(1),
    )
    const basic = `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`
    if (provider.secretIn === 'header') return request.headers.authorization === basic
    return form.get('client_id') === CLIENT_ID && form.get('client_secret') === CLIENT_SECRET
  }
  return provider
}

/** Is a code brought by whoever it was given to? */
function fits({ challenge, redirect }: Grant, form: URLSearchParams): boolean {
  const verifier = form.get('code_verifier') ?? ''
  const proof = createHash('sha256').update(verifier).digest('base64url')
  return (
    (challenge === '' || proof === challenge) && (redirect === '' || form.get('redirect_uri') === redirect)
  )
}
