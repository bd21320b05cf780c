import { isJsonObject, jsonOf } from '../base/json.ts'
import { LRUCache } from 'lru-cache'
import type { JWTVerifyGetKey } from 'jose'
import { guardedFetch } from '../base/guarded-fetch.ts'
import { type OAuth2Asking, refusedBy } from './oauth2-ask.ts'
import type { Json } from './providers/provider.ts'
import { items, text } from './providers/read-json.ts'

/** Keys of others are public: a token that is signed with a shared secret, or not at all, is nobody's. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

const keySets = new LRUCache<string, JWTVerifyGetKey>({ max: 100 })

/**
 * What an id token says, once it is known to be true (OpenID Connect Core §3.1.3.7; `reliability.md` A3): signed by
 * one of the issuer's keys where it is known where these are (else it has to have come straight from the token
 * endpoint, which it has), from an issuer that is allowed, for this client, and of now.
 *
 * Errors: `oauth2_failed` 400.
 *
 * @example const { sub } = await readIdToken(asking, token.id_token)
 */
export async function readIdToken(asking: OAuth2Asking, token: string): Promise<Json> {
  const { house, settings } = asking
  const claims = settings.jwksURL === '' ? claimsOf(token) : await verifiedClaims(asking, token)
  const fault = claims ? faultOf(claims, asking, house.clock.now() / 1000) : 'its id token cannot be believed'
  if (!claims || fault !== undefined) throw refusedBy(settings, fault ?? '')
  return claims
}

async function verifiedClaims(asking: OAuth2Asking, token: string): Promise<Json | undefined> {
  try {
    // Loaded at the first sign-in of this kind, not at every start.
    const { compactVerify } = await import('jose')
    await compactVerify(token, await keysOf(asking), { algorithms: ALGORITHMS })
    return claimsOf(token)
  } catch (error) {
    // Whatever is wrong, with the token, the keys, or the way to them: nobody is let in by it.
    const { house, settings } = asking
    house.log.warn({ err: error, provider: settings.provider.name }, 'an id token was refused')
    return undefined
  }
}

/** Kept for ten minutes, and fetched anew for a key that is not among them, at most twice a minute. */
async function keysOf({ house, settings }: OAuth2Asking): Promise<JWTVerifyGetKey> {
  const { privateEndpoints: allowPrivate } = house
  const key = `${settings.jwksURL} ${allowPrivate}`
  const known = keySets.get(key)
  if (known) return known
  const { createRemoteJWKSet, customFetch } = await import('jose')
  const keys = createRemoteJWKSet(new URL(settings.jwksURL), {
    [customFetch]: async (address: string) => {
      const { status, body } = await guardedFetch(address, { allowPrivate })
      return new Response(new Uint8Array(body), { status })
    },
  })
  keySets.set(key, keys)
  return keys
}

/** What it says, believed or not; undefined for what is no token, or one that nobody has signed. */
function claimsOf(token: string): Json | undefined {
  const [head, claims] = token.split('.').map((part) => jsonOf(Buffer.from(part, 'base64url').toString()))
  if (!isJsonObject(head) || !isJsonObject(claims) || text(head, 'alg').toLowerCase() === 'none')
    return undefined
  return claims
}

function faultOf(claims: Json, { house, settings }: OAuth2Asking, now: number): string | undefined {
  const { clientId, issuers } = settings
  const { idTokenLeeway: leeway } = house
  const { aud, azp, exp, nbf, iat, iss } = claims
  const audience = typeof aud === 'string' ? [aud] : items(aud)
  if (!audience.includes(clientId) || (azp !== undefined && azp !== clientId))
    return 'its id token is for another client'
  if (issuers.length > 0 && !issuers.some((issuer) => issuer === iss))
    return 'its id token has another issuer'
  if (!isSeconds(exp) || now >= exp + leeway) return 'its id token has expired'
  const isEarly = [nbf, iat].some((time) => time !== undefined && !(isSeconds(time) && now >= time - leeway))
  return isEarly ? 'its id token is not valid yet' : undefined
}

function isSeconds(value: unknown): value is number {
  return Number.isFinite(value)
}
