import { apiError } from '../base/error.ts'
import type { Ask } from '../records/request.ts'
import type { AuthHouse } from './auth-house.ts'
import { writeAuthResponse } from './auth-response.ts'
import { tokenOf } from './identify.ts'
import { type Issued, renewSession } from './sessions.ts'
import { verifyToken } from './token.ts'

export interface RefreshRequest {
  /** Name or id. */
  readonly collection: string
  /** The `Authorization` header as it came. */
  readonly authorization: string | undefined
}

/**
 * Exchange a valid token of a collection for one with a full duration; a static token is given back as it is
 * (contract services.md §2.3). Gives the text of the JSON answer.
 *
 * Errors: `collection_not_found` 404, `sign_in_needed` 401, `forbidden` 403 for a token of another collection,
 * `auth_rule_refused` 403.
 *
 * @example await refreshSession(house, ask, { collection: 'users', authorization })
 */
export async function refreshSession(house: AuthHouse, ask: Ask, request: RefreshRequest): Promise<string> {
  const wanted = house.catalog.current.find(request.collection)
  if (!wanted) throw apiError('collection_not_found', { name: request.collection })
  const token = tokenOf(request.authorization)
  const proof = await verifyToken(house, token, ['auth'])
  if (!proof) throw apiError('sign_in_needed', {})
  const { collection, record, claims, ...of } = proof
  if (collection.id !== wanted.id) throw apiError('forbidden', {})
  const isRefreshable = claims['refreshable'] === true
  const renew = (): Promise<Issued> => renewSession(house, ask, { ...of, collection, record })
  return writeAuthResponse(house, ask, { collection, record, token: isRefreshable ? renew : () => token })
}
