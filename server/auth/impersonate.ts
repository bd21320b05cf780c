import { isSuperuser } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { problem } from '../base/problem.ts'
import { readSubmitted } from '../collections/submitted.ts'
import { findRecord } from '../records/find.ts'
import type { Ask } from '../records/request.ts'
import { authCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import { writeAuthResponse } from './auth-response.ts'
import { issueToken } from './token.ts'

export interface ImpersonateRequest {
  /** Name or id. */
  readonly collection: string
  /** Whom to impersonate. */
  readonly id: string
  /** Reads `{ duration? }` in seconds, once it is known whom it is about; absent or 0 is what the collection says. */
  readonly readBody: () => Promise<Readonly<Record<string, unknown>>>
}

/**
 * Give a superuser a static token of any auth record (contract services.md §2.10): it cannot be refreshed.
 * Gives the text of the JSON answer.
 *
 * Errors: `sign_in_needed` 401, `forbidden` 403, `collection_not_found` and `record_not_found` 404,
 * `body_malformed` and `validation_failed` 400, and what `readBody` throws.
 *
 * @example await impersonate(house, ask, { collection: 'users', id: 'mf3k2a9x0q7w2bc', readBody })
 */
export async function impersonate(house: AuthHouse, ask: Ask, request: ImpersonateRequest): Promise<string> {
  if (ask.actor.kind === 'guest') throw apiError('sign_in_needed', {})
  if (!isSuperuser(ask.actor)) throw apiError('forbidden', {})
  if (ask.actor.via?.kind === 'apiKey') throw apiError('scope_refused', {})
  const collection = authCollection(house.catalog.current, request.collection)
  const record = await findRecord(house, collection, request.id)
  if (!record) throw apiError('record_not_found', {})
  const duration = parseDuration(await request.readBody())
  return writeAuthResponse(house, ask, {
    collection,
    record,
    token: () =>
      issueToken({ type: 'auth', collection, record, now: house.clock.now(), duration, refreshable: false }),
  })
}

function parseDuration(body: unknown): number {
  const duration = readSubmitted(body).whole('duration', 0)
  if (duration >= 0) return duration
  const tooSmall = problem('validation_min_greater_equal_than_required', 'Use 0 or more seconds.', {
    threshold: 0,
  })
  throw apiError('validation_failed', {}, { data: { duration: tooSmall } })
}
