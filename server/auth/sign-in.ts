import { apiError } from '../base/error.ts'
import { readSubmitted } from '../collections/submitted.ts'
import { type Ask, withBody, withPurpose } from '../records/request.ts'
import { authCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import { writeAuthResponse } from './auth-response.ts'
import { authMethods } from './methods/index.ts'
import { openSession } from './sessions.ts'

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
 * Errors: `collection_not_found` 404, what the method says (403, 400), what the way in says, `MfaNeeded`,
 * `hashing_busy` 503 (contract services.md §2.0.1, §2.2).
 *
 * @example await signIn(house, ask, { collection: 'users', method: 'password', body })
 */
export async function signIn(house: AuthHouse, ask: Ask, request: SignInRequest): Promise<string> {
  const collection = authCollection(house.catalog.current, request.collection)
  const method = authMethods.get(request.method)
  if (!method) throw apiError('route_not_found', {})
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
