import { createHash } from 'node:crypto'
import { randomString } from '../base/id.ts'
import type { AuthOptions } from '../collections/collection.ts'
import { oauthProviderList } from '../collections/oauth-provider-list.ts'
import { providerSettings } from './oauth2-settings.ts'
import type { ProviderSettings } from './providers/provider.ts'

/** How a client begins to sign in at a provider (contract services.md §2.1). */
export interface OAuth2Link {
  readonly name: string
  readonly displayName: string
  /** An inline SVG. */
  readonly logo: string
  readonly state: string
  /** Where to send the user: the client's own address for the way back goes to its end. */
  readonly authURL: string
  readonly authUrl: string
  /** Empty where the provider takes no proof of this kind (RFC 7636). */
  readonly codeVerifier: string
  readonly codeChallenge: string
  readonly codeChallengeMethod: string
}

const STATE_LENGTH = 30
const VERIFIER_LENGTH = 43

/**
 * The ways to the providers of a collection, in the order in which they are set up; none while OAuth2 is off. State and
 * verifier are new at every call.
 *
 * @example oauth2Links(users.auth)[0]?.authURL // 'https://…&redirect_uri='
 */
export function oauth2Links({ oauth2 }: AuthOptions): readonly OAuth2Link[] {
  if (!oauth2.enabled) return []
  const logos = new Map(oauthProviderList().map(({ name, logo }) => [name, logo]))
  return oauth2.providers.flatMap((config) => {
    const settings = providerSettings(config)
    return settings ? [linkTo(settings, logos.get(config.name) ?? '')] : []
  })
}

function linkTo(settings: ProviderSettings, logo: string): OAuth2Link {
  const { provider, displayName, pkce } = settings
  const state = randomString(STATE_LENGTH)
  const codeVerifier = pkce ? randomString(VERIFIER_LENGTH) : ''
  const codeChallenge = pkce ? createHash('sha256').update(codeVerifier).digest('base64url') : ''
  const codeChallengeMethod = pkce ? 'S256' : ''
  const authURL = addressOf(settings, {
    state,
    code_challenge: codeChallenge,
    code_challenge_method: codeChallengeMethod,
  })
  const proof = { codeVerifier, codeChallenge, codeChallengeMethod }
  return { name: provider.name, displayName, logo, state, authURL, authUrl: authURL, ...proof }
}

/** The parameters in the order of their names, and then a place for the address of the way back. */
function addressOf(
  { provider, clientId, scopes, authURL }: ProviderSettings,
  more: Readonly<Record<string, string>>,
): string {
  const params = {
    ...provider.authParams,
    ...more,
    client_id: clientId,
    response_type: 'code',
    scope: scopes.join(' '),
  }
  const filled = Object.entries(params).filter(([, value]) => value !== '')
  const query = new URLSearchParams(filled.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return `${authURL}${authURL.includes('?') ? '&' : '?'}${query.toString()}&redirect_uri=`
}
