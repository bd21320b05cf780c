import type { OAuth2Provider } from '../collections/collection.ts'
import { oauthProviderNames } from '../collections/oauth-provider-names.ts'
import { oauthProviders } from './providers/index.ts'
import type { Json, OAuthProvider, ProviderSettings } from './providers/provider.ts'
import { items, text } from './providers/read-json.ts'

/**
 * A provider as a collection has set it up: what it does not say is the provider's own. Undefined for a provider that
 * nobody knows, or that something is missing of (contract services.md §2.1).
 *
 * @example providerSettings({ name: 'github', clientId: '…', clientSecret: '…', … })?.tokenURL
 */
export function providerSettings(config: OAuth2Provider): ProviderSettings | undefined {
  const provider = oauthProviders.get(config.name)
  if (!provider) return undefined
  const extra = config.extra ?? {}
  const settings: ProviderSettings = {
    provider,
    extra,
    clientId: config.clientId,
    clientSecret: config.clientSecret,
    displayName: config.displayName || (oauthProviderNames.get(provider.name) ?? provider.name),
    pkce: config.pkce ?? provider.pkce,
    scopes: [...provider.scopes, ...(provider.moreScopes?.(extra) ?? [])],
    authURL: config.authURL || provider.authURL,
    tokenURL: config.tokenURL || provider.tokenURL,
    userInfoURL: config.userInfoURL || provider.userInfoURL,
    jwksURL: text(extra, 'jwksURL') || (provider.jwksURL ?? ''),
    issuers: issuersOf(provider, extra),
  }
  return isComplete(settings) ? settings : undefined
}

function issuersOf(provider: OAuthProvider, extra: Json): readonly string[] {
  const named = items(extra, 'issuers').filter((issuer) => typeof issuer === 'string')
  return named.length > 0 ? named : (provider.issuers ?? [])
}

function isComplete({ clientId, clientSecret, authURL, tokenURL }: ProviderSettings): boolean {
  return [clientId, clientSecret, authURL, tokenURL].every((value) => value !== '')
}
