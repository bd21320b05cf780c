import { formatTime } from '../base/clock.ts'
import { apiError } from '../base/error.ts'
import { newRandomId } from '../base/id.ts'
import { steps, take } from '../base/now.ts'
import type { House } from '../records/house.ts'
import type { Ask } from '../records/request.ts'
import type { Cell } from '../storage/dialect.ts'
import { accountFor } from './account.ts'
import type { AuthCollection } from './auth-collection.ts'
import { ownerOf } from './owned-rows.ts'
import { spendChallenge } from './passkey-challenges.ts'
import { passkeyCollection, type PasskeyRequest } from './passkey-request.ts'
import { challengeOf, parseRegistration, type Registration } from './passkey-response.ts'
import { siteOf } from './passkey-site.ts'
import { type PasskeyJson, parsePasskeyName } from './passkeys.ts'

const MOST = 20
const COUNT = 'SELECT count(*) FROM "_dapur_passkeys" WHERE "collectionRef" = ? AND "recordRef" = ?'
const INSERT =
  'INSERT INTO "_dapur_passkeys" ("id", "collectionRef", "recordRef", "credentialId", "publicKey", "counter", "transports", "name", "created", "lastUsed") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, \'\')'

/**
 * Register a passkey (body `{ credential, name? }`): `credential` is what the authenticator answered to the options of
 * `requestPasskey`.
 *
 * Errors: `collection_not_found` 404, `passkey_auth_disabled` 403, those of `accountFor`, `body_malformed` 400,
 * `validation_failed` 400 for the name, `passkey_refused` 400, `credentials_too_many` 400.
 *
 * @example await registerPasskey(house, ask, { collection: 'users', body: { name: 'Phone', credential } })
 */
export async function registerPasskey(house: House, ask: Ask, request: PasskeyRequest): Promise<PasskeyJson> {
  const { collection: nameOrId, body } = request
  const collection = passkeyCollection(house, nameOrId)
  const account = await accountFor(house, ask, { collection: nameOrId })
  const name = parsePasskeyName(body, 'Passkey')
  const response = parseRegistration(body['credential'])
  const challenge = challengeOf(response)
  if (!(await spendChallenge(house, { purpose: 'register', ...account }, challenge)))
    throw apiError('passkey_refused', {
      why: 'its challenge is unknown, was answered already, or is too old',
    })
  const { id: credentialId, publicKey, counter } = await verify(house, collection, { response, challenge })
  const { collectionRef, recordRef } = ownerOf(collection, account.record)
  const [id, created] = [newRandomId(), formatTime(house.clock.now())]
  const key = Buffer.from(publicKey).toString('base64url')
  const transports = JSON.stringify(response.response.transports)
  await insert(
    house,
    [collectionRef, recordRef],
    [id, collectionRef, recordRef, credentialId, key, counter, transports, name, created],
  )
  return { id, name, created, lastUsed: '' }
}

interface Answer {
  readonly response: Registration
  readonly challenge: string
}

interface NewCredential {
  readonly id: string
  readonly publicKey: Uint8Array
  readonly counter: number
}

async function verify(
  house: House,
  collection: AuthCollection,
  { response, challenge }: Answer,
): Promise<NewCredential> {
  const { rpId, origins, verifyUser } = siteOf(house, collection)
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: origins,
      expectedRPID: rpId,
      requireUserVerification: verifyUser,
    })
    if (verified) return registrationInfo.credential
  } catch (error) {
    // It says by errors what does not fit: pages of developers want to know.
    const why = error instanceof Error ? error.message : 'it cannot be read'
    throw apiError('passkey_refused', { why }, { cause: error })
  }
  throw apiError('passkey_refused', { why: 'its attestation is not right' })
}

async function insert(house: House, owner: readonly string[], row: readonly Cell[]): Promise<void> {
  try {
    await house.storage.write((tx) =>
      steps(function* () {
        const [count] = (yield* take(tx.get(COUNT, owner))) ?? [0]
        if (Number(count) >= MOST) throw apiError('credentials_too_many', { limit: MOST })
        yield* take(tx.run(INSERT, row))
      }),
    )
  } catch (error) {
    if (house.storage.sql.readError(error)?.kind !== 'unique') throw error
    throw apiError('passkey_refused', { why: 'it is registered already' }, { cause: error })
  }
}
