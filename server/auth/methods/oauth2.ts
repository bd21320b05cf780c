import { apiError } from '../../base/error.ts'
import { SUPERUSERS } from '../../collections/collection.ts'
import type { AuthHouse } from '../auth-house.ts'
import type { Attempt, AuthMethod, Identity } from '../auth-method.ts'
import { settle } from '../oauth2-account.ts'
import { OAUTH2_TIMEOUT } from '../oauth2-ask.ts'
import { exchangeCode, type OAuth2Token } from '../oauth2-exchange.ts'
import { oauth2Links } from '../oauth2-links.ts'
import { type Acquaintance, meet } from '../oauth2-profile.ts'
import { parseOAuth2 } from '../oauth2-request.ts'
import { providerSettings } from '../oauth2-settings.ts'
import { takeRedirectName } from '../redirect-names.ts'

/**
 * Sign-in by another service, and sign-up: services.md §2.4. The one method that may make the record whose proof it
 * takes.
 */
export const oauth2: AuthMethod = {
  name: 'oauth2',
  // Of superusers switched on by no one, but perhaps by data that was imported (contract services.md §2.12).
  isEnabled: ({ auth, name }) => auth.oauth2.enabled && name !== SUPERUSERS,
  offCode: 'oauth2_disabled',
  describe: (auth) => ({ providers: oauth2Links(auth), enabled: auth.oauth2.enabled }),
  finish,
}

async function finish(house: AuthHouse, attempt: Attempt): Promise<Identity> {
  const { collection, body } = attempt
  const { config, createData, ...request } = parseOAuth2(body, collection.auth)
  const settings = providerSettings(config)
  if (!settings) throw apiError('oauth2_unready', { provider: config.name })
  const asking = { house, settings, signal: AbortSignal.timeout(OAUTH2_TIMEOUT) }
  const token = await exchangeCode(asking, request)
  const acquaintance = await meet(asking, token, takeRedirectName(request.code))
  const { profile } = acquaintance
  const { record, isNew } = await settle(house, attempt, { provider: config.name, profile, createData })
  return { record, meta: { ...metaOf(token, acquaintance), isNew } }
}

function metaOf({ accessToken, refreshToken, expiry }: OAuth2Token, { profile, raw }: Acquaintance): object {
  const { id, name, username, email, claimedEmail, avatarURL } = profile
  return {
    id,
    name,
    username,
    email: email || claimedEmail,
    avatarURL,
    avatarUrl: avatarURL,
    rawUser: raw,
    accessToken,
    refreshToken,
    expiry,
  }
}
