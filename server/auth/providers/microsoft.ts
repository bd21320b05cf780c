import type { Json, OAuthProfile, OAuthProvider, ProfileSources } from './provider.ts'
import { at, isTrue, items, text } from './read-json.ts'

/** Where accounts of anybody's directory sign in. */
const ANYBODYS = /\/(?:common|organizations|consumers)\//i

/** The ways to an address that Microsoft vouches for, by `extra.idTokenEmailClaim`. */
const emailClaims: Readonly<Record<string, (claims: Json) => string>> = {
  any_verified: (claims) => primaryEmail(claims) || ownedEmail(claims),
  verified_primary_email: primaryEmail,
  email_and_xms_edov: ownedEmail,
  email: (claims) => text(claims, 'email'),
}

/**
 * Whoever runs a directory writes any address into `mail`. Where only one's own directory signs in that is as good as
 * verified; where all do, it proves nothing, and nobody's account may be found by it.
 */
export const microsoft: OAuthProvider = {
  name: 'microsoft',
  pkce: true,
  scopes: ['User.Read'],
  authURL: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
  tokenURL: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
  userInfoURL: 'https://graph.microsoft.com/v1.0/me',
  moreScopes: (extra) => (claimOf(extra) ? ['openid'] : []),
  needsIdToken: (extra) => claimOf(extra) !== undefined,
  read: (raw, sources) => ({
    id: text(raw, 'id'),
    name: text(raw, 'displayName'),
    ...emailOf(raw, sources),
  }),
}

function emailOf(raw: Json, { settings, claims = {} }: ProfileSources): Partial<OAuthProfile> {
  const pick = claimOf(settings.extra)
  if (pick) return { email: pick(claims) }
  const mail = text(raw, 'mail')
  return ANYBODYS.test(settings.authURL) ? { claimedEmail: mail } : { email: mail }
}

function claimOf(extra: Json): ((claims: Json) => string) | undefined {
  const name = text(extra, 'idTokenEmailClaim')
  return Object.hasOwn(emailClaims, name) ? emailClaims[name] : undefined
}

function primaryEmail(claims: Json): string {
  const [first] = items(claims, 'verified_primary_email')
  return typeof first === 'string' ? first : ''
}

/** `xms_edov`: the owner of the address’s domain has been verified. */
function ownedEmail(claims: Json): string {
  const isOwned = isTrue(claims, 'xms_edov') || String(at(claims, 'xms_edov')) === '1'
  return isOwned ? text(claims, 'email') : ''
}
