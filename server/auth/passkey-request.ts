import { apiError } from '../base/error.ts'
import { readSubmitted } from '../collections/submitted.ts'
import { dapurOptions } from '../collections/dapur-options.ts'
import type { House } from '../records/house.ts'
import type { Ask } from '../records/request.ts'
import { type Account, accountFor } from './account.ts'
import { type AuthCollection, authCollection } from './auth-collection.ts'
import { CHALLENGE_TIME, openChallenge } from './passkey-challenges.ts'
import { passkeyRows } from './passkeys.ts'
import { siteOf } from './passkey-site.ts'
import { text } from './record-actor.ts'

export interface PasskeyRequest {
  /** Name or id. */
  readonly collection: string
  /** `{ register? }`. */
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * What a page hands to `navigator.credentials`: to `get` for a sign-in, which anybody may ask for, or with
 * `{ register: true }` to `create`, for whoever is signed in. Sign-ins name no account: the authenticator knows which
 * passkeys it has for this site, and nobody learns from us whether there are any.
 *
 * Errors: `collection_not_found` 404, `passkey_auth_disabled` 403; to register also those of `accountFor`.
 *
 * @example await requestPasskey(house, ask, { collection: 'users', body: {} }) // { options: { challenge: '…', … } }
 */
export async function requestPasskey(
  house: House,
  ask: Ask,
  { collection: nameOrId, body }: PasskeyRequest,
): Promise<{ options: object }> {
  const collection = passkeyCollection(house, nameOrId)
  if (!readSubmitted(body).flag('register', false)) return { options: await signInOptions(house, collection) }
  return { options: await registerOptions(house, await accountFor(house, ask, { collection: nameOrId })) }
}

/** Errors: `collection_not_found` 404, `passkey_auth_disabled` 403. */
export function passkeyCollection(house: House, nameOrId: string): AuthCollection {
  const collection = authCollection(house.catalog.current, nameOrId)
  if (!dapurOptions(collection.auth).passkey.enabled)
    throw apiError('passkey_auth_disabled', { collection: collection.name })
  return collection
}

async function signInOptions(house: House, collection: AuthCollection): Promise<object> {
  const { rpId, verifyUser } = siteOf(house, collection)
  const challenge = await openChallenge(house, { purpose: 'signIn', collection })
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  return generateAuthenticationOptions({
    rpID: rpId,
    challenge,
    timeout: CHALLENGE_TIME,
    userVerification: verifyUser ? 'required' : 'preferred',
  })
}

async function registerOptions(house: House, account: Account): Promise<object> {
  const { collection, record } = account
  const { rpId, rpName, verifyUser } = siteOf(house, collection)
  const challenge = await openChallenge(house, { purpose: 'register', ...account })
  const known = await passkeyRows(house, account)
  const name = text(record, 'email') || text(record, 'id')
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  return generateRegistrationOptions({
    rpID: rpId,
    rpName,
    challenge,
    timeout: CHALLENGE_TIME,
    userID: Buffer.from(text(record, 'id')),
    userName: name,
    userDisplayName: name,
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: {
      residentKey: 'required',
      userVerification: verifyUser ? 'required' : 'preferred',
    },
  })
}
