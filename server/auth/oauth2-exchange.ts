import { isJsonObject, jsonOf } from '../base/json.ts'
import { LRUCache } from 'lru-cache'
import { formatTime } from '../base/clock.ts'
import type { OutgoingAnswer } from '../base/guarded-fetch.ts'
import { askProvider, type OAuth2Asking, refusedBy } from './oauth2-ask.ts'
import type { OAuth2Request } from './oauth2-request.ts'
import type { Json } from './providers/provider.ts'
import { text } from './providers/read-json.ts'

/** What the token endpoint gave for a code. */
export interface OAuth2Token {
  readonly accessToken: string
  readonly refreshToken: string
  /** As times are written; empty where it said nothing. */
  readonly expiry: string
  /** All of it. */
  readonly raw: Json
}

/** Where a client puts its id and its secret (RFC 6749 §2.3.1). */
type Place = 'header' | 'body'

/** Where they were right the last time: some providers burn the code of a request that had them elsewhere. */
const places = new LRUCache<string, Place>({ max: 100 })

/**
 * Exchange a code for tokens (RFC 6749 §4.1.3): first with the secret in the header, then with it in the body.
 *
 * Errors: `oauth2_failed` 400.
 *
 * @example const { accessToken } = await exchangeCode(asking, { code, codeVerifier, redirectURL })
 */
export async function exchangeCode(asking: OAuth2Asking, request: OAuth2Request): Promise<OAuth2Token> {
  const { settings } = asking
  const key = `${settings.tokenURL} ${settings.clientId}`
  const known = places.get(key)
  for (const place of known ? [known] : (['header', 'body'] as const)) {
    const answer = readTokenAnswer(await ask(asking, request, place))
    if (!answer) continue
    places.set(key, place)
    return { ...answer, expiry: expiryOf(answer.raw, asking.house.clock.now()) }
  }
  // Perhaps the provider has changed its mind about where: the next one tries both again.
  places.delete(key)
  throw refusedBy(settings, 'it did not accept the code')
}

function ask(asking: OAuth2Asking, request: OAuth2Request, place: Place): Promise<OutgoingAnswer> {
  const { clientId, clientSecret, pkce, tokenURL } = asking.settings
  const form = new URLSearchParams({ grant_type: 'authorization_code', code: request.code })
  if (request.redirectURL !== '') form.set('redirect_uri', request.redirectURL)
  if (pkce && request.codeVerifier !== '') form.set('code_verifier', request.codeVerifier)
  if (place === 'body') {
    form.set('client_id', clientId)
    form.set('client_secret', clientSecret)
  }
  const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64')
  const headers = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    ...(place === 'header' ? { authorization: `Basic ${basic}` } : {}),
  }
  return askProvider(asking, tokenURL, { method: 'POST', headers, body: form.toString() })
}

function formEncoded(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1)
}

/** A form, as older providers answer, or JSON. Undefined for a refusal, also for one that says 200. */
function readTokenAnswer({ status, type, body }: OutgoingAnswer): Omit<OAuth2Token, 'expiry'> | undefined {
  if (status < 200 || status > 299) return undefined
  const isForm = /^(?:application\/x-www-form-urlencoded|text\/plain)/i.test(type)
  const raw =
    jsonOf(body.toString()) ?? (isForm ? Object.fromEntries(new URLSearchParams(body.toString())) : undefined)
  if (!isJsonObject(raw)) return undefined
  const accessToken = text(raw, 'access_token')
  if (accessToken === '' || text(raw, 'error') !== '') return undefined
  return { accessToken, refreshToken: text(raw, 'refresh_token'), raw }
}

function expiryOf(raw: Json, now: number): string {
  const seconds = Number(text(raw, 'expires_in'))
  const end = now + seconds * 1000
  return seconds > 0 && end < Date.parse('9999-12-31') ? formatTime(end) : ''
}
