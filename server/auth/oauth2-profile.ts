import { isJsonObject, jsonOf } from '../base/json.ts'
import type { OutgoingAnswer } from '../base/guarded-fetch.ts'
import { readIdToken } from './id-token.ts'
import { askProvider, type OAuth2Asking, refusedBy } from './oauth2-ask.ts'
import type { OAuth2Token } from './oauth2-exchange.ts'
import type { Json, OAuthProfile } from './providers/provider.ts'
import { text } from './providers/read-json.ts'

/** Who somebody is at a provider, and all that it says of them. */
export interface Acquaintance {
  readonly profile: Required<OAuthProfile>
  readonly raw: Json
}

/** Answers to the question for addresses that only mean that it may not be asked. */
const REFUSALS = new Set([401, 403, 404])

/**
 * Find out whose token this is: by the user info of the provider, by its id token, or by both.
 *
 * Errors: `oauth2_failed` 400, also for an account that the provider has closed and for one without an id.
 *
 * @example const { profile } = await meet(asking, token, '')
 */
export async function meet(
  asking: OAuth2Asking,
  token: OAuth2Token,
  redirectName: string,
): Promise<Acquaintance> {
  const { settings } = asking
  const { provider, userInfoURL } = settings
  const claims = await claimsIn(asking, token)
  const raw = userInfoURL === '' ? claims : await userInfo(asking, token)
  if (!raw) throw refusedBy(settings, 'it does not say who it is')
  if (provider.isActive && !provider.isActive(raw))
    throw refusedBy(settings, 'the account is not active there')
  const read = provider.read(raw, { settings, token: token.raw, redirectName, ...(claims && { claims }) })
  const profile = { ...nobody, ...read }
  if (profile.id === '') throw refusedBy(settings, 'it does not say who it is')
  if (profile.email !== '' || !provider.emails) return { profile, raw }
  return { profile: { ...profile, email: await primaryEmail(asking, token) }, raw }
}

const nobody = { id: '', name: '', username: '', email: '', claimedEmail: '', avatarURL: '' }

/** The id token is read where it is needed, and where it can be checked: then it may not be wrong either. */
async function claimsIn(asking: OAuth2Asking, { raw }: OAuth2Token): Promise<Json | undefined> {
  const { provider, extra, userInfoURL, jwksURL, issuers } = asking.settings
  const idToken = text(raw, 'id_token')
  const isNeeded = userInfoURL === '' || provider.needsIdToken?.(extra) === true
  const isCheckable = idToken !== '' && (jwksURL !== '' || issuers.length > 0)
  return isNeeded || isCheckable ? readIdToken(asking, idToken) : undefined
}

async function userInfo(asking: OAuth2Asking, token: OAuth2Token): Promise<Json> {
  const { settings } = asking
  const { headers, ...how } = settings.provider.ask?.(settings) ?? {}
  const answer = await ask(asking, token, settings.userInfoURL, { ...how, headers: headers ?? {} })
  const raw = jsonOf(answer.body.toString())
  if (answer.status >= 400 || !isJsonObject(raw)) throw refusedBy(settings, 'it does not say who it is')
  return raw
}

async function primaryEmail(asking: OAuth2Asking, token: OAuth2Token): Promise<string> {
  const { settings } = asking
  const { emails } = settings.provider
  if (!emails) return ''
  const { status, body } = await ask(asking, token, emails.url(settings.userInfoURL), { headers: {} })
  if (REFUSALS.has(status)) return ''
  if (status >= 400) throw refusedBy(settings, 'it does not tell the e-mail addresses')
  return emails.pick(jsonOf(body.toString()))
}

interface Question {
  readonly method?: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

function ask(
  asking: OAuth2Asking,
  { accessToken }: OAuth2Token,
  address: string,
  question: Question,
): Promise<OutgoingAnswer> {
  const headers = { accept: 'application/json', ...question.headers, authorization: `Bearer ${accessToken}` }
  return askProvider(asking, address, { ...question, headers })
}
