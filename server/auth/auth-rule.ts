import { isUnlimited } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { steps } from '../base/now.ts'
import { allowsStored } from '../records/allows.ts'
import type { Cells } from '../records/change.ts'
import type { House } from '../records/house.ts'
import type { Ask } from '../records/request.ts'
import { RuleError } from '../rules/index.ts'
import type { AuthCollection } from './auth-collection.ts'

/**
 * May this record sign in at all? The `authRule` is asked of the stored record, with the request as it came:
 * `@request.auth` is who asked before the sign-in (contract services.md §2.0). A superuser who asks stands
 * above it; a rule that does not fit the collection any more means no.
 *
 * Errors: `auth_rule_refused` 403.
 *
 * @example await requireAuthRule(house, ask, users, record)
 */
export async function requireAuthRule(
  house: House,
  ask: Ask,
  collection: AuthCollection,
  record: Cells,
): Promise<void> {
  const { authRule } = collection.auth
  if (authRule === '' || isUnlimited(ask.actor)) return
  if (authRule === null) throw apiError('auth_rule_refused', {})
  const catalog = house.catalog.current
  const asking = { house, catalog, collection, reader: house.storage.hot, context: ask.context }
  try {
    if (await steps(() => allowsStored(asking, authRule, record))) return
  } catch (error) {
    if (error instanceof RuleError) throw apiError('auth_rule_refused', {}, { cause: error })
    throw error
  }
  throw apiError('auth_rule_refused', {})
}
