import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a token says; nothing of it is true before `hasSignature` said so. */
export type JwtClaims = Readonly<Record<string, unknown>>

const header = toPart({ alg: 'HS256', typ: 'JWT' })
const form = /^[\w-]+\.[\w-]+\.[\w-]{43}$/

/**
 * Sign claims with HMAC-SHA-256 as a compact JSON Web Token (RFC 7515, RFC 7519).
 *
 * @example signJwt({ id: 'abc', exp: 1893456000 }, record.tokenKey + secret)
 */
export function signJwt(claims: JwtClaims, key: string): string {
  const signed = `${header}.${toPart(claims)}`
  return `${signed}.${signature(signed, key)}`
}

/**
 * Read a token's claims without believing them yet: which key has signed it is only known from them.
 * Undefined when it is no token, names another algorithm than HS256, or is not valid at `now` (milliseconds):
 * `exp`, `nbf` and `iat` must be finite numbers when they are there; a token without `exp` never ends
 * (contract services.md §1.1).
 *
 * @example const claims = readJwt(token, clock.now())
 */
export function readJwt(token: string, now: number): JwtClaims | undefined {
  if (!form.test(token)) return undefined
  const [first = '', second = ''] = token.split('.')
  const head = fromPart(first)
  // `crit` names extensions that a reader must know; we know none (RFC 7515 §4.1.11).
  if (head?.['alg'] !== 'HS256' || 'crit' in head) return undefined
  const claims = fromPart(second)
  return claims && isTimely(claims, now / 1000) ? claims : undefined
}

/** Was this token signed with this key? The algorithm is ours to choose, never the token's. */
export function hasSignature(token: string, key: string | Uint8Array): boolean {
  const end = token.lastIndexOf('.')
  const given = Buffer.from(token.slice(end + 1))
  // Compared as text: of the several texts that decode to the same bytes only ours is the signature.
  const right = Buffer.from(signature(token.slice(0, Math.max(end, 0)), key))
  return given.length === right.length && timingSafeEqual(given, right)
}

function signature(signed: string, key: string | Uint8Array): string {
  return createHmac('sha256', key).update(signed).digest('base64url')
}

function isTimely(claims: JwtClaims, now: number): boolean {
  const { exp, nbf, iat } = claims
  if (exp !== undefined && !(isSeconds(exp) && now < exp)) return false
  if (nbf !== undefined && !(isSeconds(nbf) && now >= nbf)) return false
  return iat === undefined || (isSeconds(iat) && now >= iat)
}

function isSeconds(value: unknown): value is number {
  return Number.isFinite(value)
}

function toPart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function fromPart(part: string): JwtClaims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return isClaims(value) ? value : undefined
  } catch {
    // Whatever a stranger sends instead of JSON: not a token, and no news.
    return undefined
  }
}

function isClaims(value: unknown): value is JwtClaims {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
