import type { Collection } from './collection.ts'
import type { Foundation } from './foundation.ts'
import { parseChange, parseNew, type Draft } from './parse.ts'
import type { PlanReason } from './plan-reason.ts'
import { tryView } from './read-view.ts'
import { checkDraft } from './save.ts'
import { planSync } from './sync.ts'
import { viewCollection } from './view.ts'

/** What a save would do, in plain sentences. */
export interface ChangePlan {
  /** In order; empty when no table changes. */
  readonly steps: readonly PlanReason[]
}

/**
 * What a create with this body would do (architecture.md, Beyond the contract). Nothing is executed.
 * Errors: those of `createCollection`, all but those that only the database can find.
 *
 * @example await planNewCollection(house, { name: 'posts' }) // steps: [{ why: 'The collection "posts" gets its table.', code: 'table_made', … }]
 */
export async function planNewCollection(foundation: Foundation, body: unknown): Promise<ChangePlan> {
  return await planDraft(foundation, undefined, parseNew(body))
}

/**
 * The same for an update. Errors: also `collection_not_found` 404.
 *
 * @example await planCollectionChange(house, 'posts', { fields: [] }) // steps: [{ why: …, loses: 'the values of "title" in all records' }]
 */
export async function planCollectionChange(
  foundation: Foundation,
  nameOrId: string,
  body: unknown,
): Promise<ChangePlan> {
  const stored = viewCollection(foundation.catalog.current, nameOrId)
  return await planDraft(foundation, stored, parseChange(stored, body))
}

async function planDraft(
  foundation: Foundation,
  stored: Collection | undefined,
  draft: Draft,
): Promise<ChangePlan> {
  const tried = await tryView(foundation, stored, draft.next)
  const problems = { ...tried, ...draft.problems }
  const next = await checkDraft(foundation, stored, { ...draft, problems })
  // A change may take several statements of the same purpose: to people it is one step.
  const steps = new Map<string, PlanReason>()
  for (const { why, loses, code, params } of planSync(foundation.storage.sql, stored, next)) {
    const known = loses ?? steps.get(why)?.loses
    steps.set(why, { why, ...(known !== undefined && { loses: known }), code, params })
  }
  return { steps: [...steps.values()] }
}
