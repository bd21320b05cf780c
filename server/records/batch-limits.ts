import { isSuperuser } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { type LimitedAction, limitedActions } from '../settings/limited-action.ts'
import { BatchFailure } from './batch-failure.ts'
import { batchTarget, type BatchTarget } from './batch-item.ts'
import type { BatchRequest } from './batch-request.ts'
import { readRecord } from './find.ts'
import type { House } from './house.ts'
import type { Ask } from './request.ts'

/**
 * Count each request of a batch as if it had come alone (contract services.md §7.1, `reliability.md` R10): before
 * any of them costs anything, so that what is one too many is refused ahead of what is wrong for other reasons.
 *
 * Errors: `BatchFailure` with `requests_too_many` 429.
 */
export async function countBatch(house: House, ask: Ask, requests: readonly BatchRequest[]): Promise<void> {
  if (isSuperuser(ask.actor)) return
  const made = new Set<string>()
  const who = { isGuest: ask.actor.kind === 'guest', ip: ask.ip ?? '' }
  for (const [at, request] of requests.entries()) {
    const target = batchTarget(house.catalog.current, request)
    if (!target) continue
    const { method, path, collection } = target
    const action = await actionOf(house, target, made)
    if (!house.rateLimits.allowsAction({ ...who, method, path }, collection, action))
      throw new BatchFailure(at, apiError('requests_too_many', {}))
  }
}

/** An upsert is what it will come to, also when the record is made by this very batch. */
async function actionOf(
  house: House,
  { method, collection, upserts }: BatchTarget,
  made: Set<string>,
): Promise<LimitedAction> {
  if (method === 'DELETE') return limitedActions.delete
  if (method === 'PATCH') return limitedActions.update
  if (upserts === undefined) return limitedActions.create
  const key = `${collection.id}/${upserts}`
  if (made.has(key) || (await readRecord(house.storage, house.storage.hot, collection, upserts)))
    return limitedActions.update
  made.add(key)
  return limitedActions.create
}
