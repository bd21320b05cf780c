import { z } from 'zod'
import { formatTime } from '../../base/clock.ts'
import { apiError } from '../../base/error.ts'
import { dapurOptions } from '../../collections/dapur-options.ts'
import type { Cells } from '../../records/change.ts'
import { findRecord } from '../../records/find.ts'
import type { House } from '../../records/house.ts'
import type { AuthCollection } from '../auth-collection.ts'
import type { Attempt, AuthMethod, Identity } from '../auth-method.ts'
import { spendChallenge } from '../passkey-challenges.ts'
import { type Assertion, challengeOf, parseAssertion } from '../passkey-response.ts'
import { siteOf } from '../passkey-site.ts'

/** A passkey (W3C WebAuthn Level 3): `{ credential }`, the answer to the options of `request-passkey`. */
export const passkey: AuthMethod = {
  name: 'passkey',
  isOurs: true,
  isEnabled: ({ auth }) => dapurOptions(auth).passkey.enabled,
  offCode: 'passkey_auth_disabled',
  describe: (auth) => ({ enabled: dapurOptions(auth).passkey.enabled }),
  finish,
}

async function finish(house: House, { collection, body }: Attempt): Promise<Identity> {
  const assertion = parseAssertion(body['credential'])
  const challenge = challengeOf(assertion)
  // Spent before anything is looked at: whatever comes of it, nobody answers it again.
  const isFresh = await spendChallenge(house, { purpose: 'signIn', collection }, challenge)
  const known = isFresh ? await findPasskey(house, collection, assertion.id) : undefined
  const record = known && (await findRecord(house, collection, known.recordId))
  if (!known || !record || !isFor(record, assertion)) throw apiError('credentials_wrong', {})
  const counter = await verify(house, collection, { assertion, challenge, known })
  if (counter === undefined || !(await advance(house, known.id, counter)))
    throw apiError('credentials_wrong', {})
  return { record }
}

interface Known {
  readonly id: string
  readonly recordId: string
  readonly publicKey: string
  readonly counter: number
}

const SELECT =
  'SELECT "id", "recordRef", "publicKey", "counter" FROM "_dapur_passkeys" WHERE "credentialId" = ? AND "collectionRef" = ?'
const rowSchema = z.tuple([z.string(), z.string(), z.string(), z.number()])

async function findPasskey(
  house: House,
  collection: AuthCollection,
  credentialId: string,
): Promise<Known | undefined> {
  const row = await house.storage.hot.get(SELECT, [credentialId, collection.id])
  if (!row) return undefined
  const [id, recordId, publicKey, counter] = rowSchema.parse(row)
  return { id, recordId, publicKey, counter }
}

/** An authenticator that says whose passkey it is has to say the same as we. */
function isFor(record: Cells, { response: { userHandle } }: Assertion): boolean {
  return userHandle === '' || Buffer.from(userHandle, 'base64url').toString() === record['id']
}

interface Answer {
  readonly assertion: Assertion
  readonly challenge: string
  readonly known: Known
}

/** The authenticator's counter when all of it is right: challenge, origin, site, flags, signature, counter. */
async function verify(
  house: House,
  collection: AuthCollection,
  { assertion, challenge, known }: Answer,
): Promise<number | undefined> {
  const { rpId, origins, verifyUser } = siteOf(house, collection)
  const { clientDataJSON, authenticatorData, signature } = assertion.response
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...assertion,
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: origins,
      expectedRPID: rpId,
      requireUserVerification: verifyUser,
      credential: {
        id: assertion.id,
        publicKey: new Uint8Array(Buffer.from(known.publicKey, 'base64url')),
        counter: known.counter,
      },
    })
    return verified ? authenticationInfo.newCounter : undefined
  } catch (error) {
    // It says by errors what does not fit: for the log, not for whoever tries.
    house.log.debug({ err: error, passkey: known.id }, 'a passkey was refused')
    return undefined
  }
}

/** A counter never goes back, nor stands still once it moves: then there are two of the same key (§6.1.1). */
const ADVANCE =
  'UPDATE "_dapur_passkeys" SET "counter" = ?, "lastUsed" = ? WHERE "id" = ? AND ("counter" < ? OR ("counter" = 0 AND ? = 0))'

async function advance(house: House, id: string, counter: number): Promise<boolean> {
  const params = [counter, formatTime(house.clock.now()), id, counter, counter]
  const { changes } = await house.storage.write((tx) => tx.run(ADVANCE, params))
  return changes === 1
}
