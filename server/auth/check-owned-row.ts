import { apiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import { problem, type Problem, type ProblemTree } from '../base/problem.ts'
import { oauthProviderNames } from '../collections/oauth-provider-names.ts'
import type { Cells } from '../records/change.ts'
import { readRecord } from '../records/find.ts'
import type { Inserted, Work } from '../records/house.ts'
import { text } from './record-actor.ts'

const owned = new Set(['_externalAuths', '_authOrigins', '_mfas', '_otps'])

/**
 * For `House.onInsert` and `House.onUpdate`: a row of a system collection that speaks of an account has to speak of
 * one that is there, and a link of a provider that is known (contract services.md §2.11).
 *
 * Errors: `validation_failed` 400 under `collectionRef`, `recordRef` or `provider`, which undoes the write.
 */
export function* checkOwnedRow(
  work: Work,
  { collection, cells }: Pick<Inserted, 'collection' | 'cells'>,
): Steps<void> {
  if (!owned.has(collection.name)) return
  const problems: ProblemTree = { ...(yield* ownerProblems(work, cells)) }
  if (collection.name === '_externalAuths' && !oauthProviderNames.has(text(cells, 'provider')))
    problems['provider'] = problem('validation_in_invalid', 'There is no such provider.')
  if (Object.keys(problems).length > 0) throw apiError('validation_failed', {}, { data: problems })
}

function* ownerProblems(work: Work, cells: Cells): Steps<Record<string, Problem>> {
  const owner = work.catalog.byId(text(cells, 'collectionRef'))
  if (!owner)
    return {
      collectionRef: problem('validation_invalid_collection_id', 'There is no collection with this id.'),
    }
  if (owner.type !== 'auth')
    return {
      collectionRef: problem('validation_invalid_collection_type', 'Nobody signs in to this collection.'),
    }
  const record = yield* take(readRecord(work.house.storage, work.tx, owner, text(cells, 'recordRef')))
  if (record) return {}
  return { recordRef: problem('validation_invalid_record', 'There is no record with this id.') }
}
