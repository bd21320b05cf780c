import { apiError } from '../base/error.ts'
import { steps, take } from '../base/now.ts'
import { dapurOptions } from '../collections/dapur-options.ts'
import { readSubmitted } from '../collections/submitted.ts'
import type { House } from '../records/house.ts'
import type { Ask } from '../records/request.ts'
import { type Account } from './account.ts'
import { authCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import { writeAuthResponse } from './auth-response.ts'
import { ownerOf } from './owned-rows.ts'
import { endOf, type Issued, issueFor, tellRevoked } from './sessions.ts'
import { verifyToken } from './token.ts'

export interface RotateRequest {
  /** Name or id. */
  readonly collection: string
  /** `{ refreshToken }`. */
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * Exchange a refresh token for a new access token and the next refresh token. Each is good for one use: whoever comes
 * with one that was used before may have stolen it, or was stolen from, and nobody can tell who is who. So the session
 * ends with all its tokens (RFC 9700 §4.14.2). Gives the text of the JSON answer.
 *
 * Errors: `collection_not_found` 404, `sessions_disabled` 403, `body_malformed` 400, `sign_in_needed` 401 for a token
 * that is not good (any more), `auth_rule_refused` 403.
 *
 * @example await rotateRefreshToken(house, ask, { collection: 'users', body: { refreshToken } })
 */
export async function rotateRefreshToken(
  house: AuthHouse,
  ask: Ask,
  { collection: nameOrId, body }: RotateRequest,
): Promise<string> {
  const wanted = authCollection(house.catalog.current, nameOrId)
  const { sessions } = dapurOptions(wanted.auth)
  if (!sessions.enabled || !sessions.refreshTokens)
    throw apiError('sessions_disabled', { collection: wanted.name })
  const proof = await verifyToken(house, readSubmitted(body).text('refreshToken', ''), ['refresh'])
  const session = proof?.session
  if (!proof || session === undefined || proof.collection.id !== wanted.id)
    throw apiError('sign_in_needed', {})
  const { collection, record, claims } = proof
  const account = { collection, record }
  const generation = Number(claims['gen'])
  return writeAuthResponse(house, ask, {
    ...account,
    token: () => rotate(house, account, { id: session, generation }),
  })
}

async function rotate(
  house: House,
  account: Account,
  { id, generation }: { readonly id: string; readonly generation: number },
): Promise<Issued> {
  const isWinner = await house.storage.write((tx) =>
    steps(function* () {
      const end = endOf(account, house.clock.now())
      const { changes } = yield* take(tx.run(ADVANCE, [end, id, generation]))
      if (changes === 1) return true
      yield* take(tx.run('DELETE FROM "_dapur_sessions" WHERE "id" = ?', [id]))
      yield* take(tellRevoked(house, tx, ownerOf(account.collection, account.record)))
      return false
    }),
  )
  if (isWinner) return issueFor(house, account, { id, generation: generation + 1 })
  house.log.warn(
    { ...ownerOf(account.collection, account.record), session: id },
    'a refresh token was used twice: its session has ended',
  )
  throw apiError('sign_in_needed', {})
}

const ADVANCE =
  'UPDATE "_dapur_sessions" SET "generation" = "generation" + 1, "expires" = ? WHERE "id" = ? AND "generation" = ?'
