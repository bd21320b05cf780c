import { readSubmitted } from '../collections/submitted.ts'
import { type Ask, withBody, withPurpose } from '../records/request.ts'
import type { AuthHouse } from './auth-house.ts'
import { writeAuthResponse } from './auth-response.ts'
import { openSession } from './sessions.ts'
import { wayIn } from './way-in.ts'

export interface SignInRequest {
  /** Name or id. */
  readonly collection: string
  /** The name of an auth method. */
  readonly method: string
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * Sign in by any method: its proof, then the way in that all share. Gives the text of the JSON answer.
 *
 * Errors: `collection_not_found` 404, the code of a way that is switched off 403, what the method says 400, what the
 * way in says, `MfaNeeded`, `hashing_busy` 503 (contract services.md §2.0.1, §2.2).
 *
 * @example await signIn(house, ask, { collection: 'users', method: 'password', body })
 */
export async function signIn(house: AuthHouse, ask: Ask, request: SignInRequest): Promise<string> {
  const { collection, method } = wayIn(house.catalog.current, request)
  const asked = { ...ask, context: withPurpose(withBody(ask.context, request.body), method.name) }
  const identity = await method.finish(house, { ask: asked, collection, body: request.body })
  return writeAuthResponse(house, asked, {
    ...identity,
    collection,
    by: { method: method.name, mfaId: mfaIdOf(asked, request.body) },
    token: () => openSession(house, asked, { collection, record: identity.record }),
  })
}

/** The query comes first (contract services.md §2.7): the official SDKs put it there. */
function mfaIdOf({ context }: Ask, body: Readonly<Record<string, unknown>>): string {
  return context.query['mfaId'] || readSubmitted(body).text('mfaId', '')
}
