import type { TokenClaims } from './wire.ts'

/**
 * Reads what a token says about itself. It does not check the signature: only the server can.
 *
 * @returns undefined when this is not a token at all
 * @example readToken(token)?.exp // Unix seconds
 */
export function readToken(token: string): TokenClaims | undefined {
  const payload = token.split('.')[1]
  if (payload === undefined) return undefined
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    )
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isClaims(claims) ? claims : undefined
  } catch {
    // Neither base64 nor JSON: not a token.
    return undefined
  }
}

/** Is the token still inside its time by this machine's clock? One without `exp` never ends. */
export function isTokenFresh(token: string): boolean {
  const claims = readToken(token)
  return claims !== undefined && (claims.exp === undefined || claims.exp * 1000 > Date.now())
}

function isClaims(value: unknown): value is TokenClaims {
  if (typeof value !== 'object' || value === null) return false
  const claims: Partial<Record<keyof TokenClaims, unknown>> = value
  const isTimed = claims.exp === undefined || typeof claims.exp === 'number'
  return isTimed && [claims.id, claims.collectionId, claims.type].every((claim) => typeof claim === 'string')
}
