import { type Action, type Actor, scopeOfActor } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import type { Collection, RuleName } from '../collections/collection.ts'

/**
 * The one place that says which rule stands before an action: `null` means that none does (a superuser, or a
 * rule that is open to everyone), a text is the rule that has to hold.
 *
 * Errors: `rule_closed` 403 when the rule is null and the actor is no superuser; `scope_refused` 403 when the actor
 * comes with an API key that is not for this.
 *
 * @example const rule = ruleFor(ask.actor, collection, 'listRule')
 */
export function ruleFor(actor: Actor, collection: Collection, name: RuleName): string | null {
  if (isOutOfScope(actor, collection, name)) throw apiError('scope_refused', {})
  if (actor.kind === 'superuser') return null
  const rule = collection[name]
  if (rule === null) throw apiError('rule_closed', {})
  return rule === '' ? null : rule
}

/** Is an action closed to this actor, whatever its rule would say of a record? Where `ruleFor` throws. */
export function isClosed(actor: Actor, collection: Collection, name: RuleName): boolean {
  return (collection[name] === null && actor.kind !== 'superuser') || isOutOfScope(actor, collection, name)
}

const actionOf: Readonly<Record<RuleName, Action>> = {
  listRule: 'list',
  viewRule: 'view',
  createRule: 'create',
  updateRule: 'update',
  deleteRule: 'delete',
}

/** `*` means the collections of the app: those of the system have to be named one by one. */
function isOutOfScope(actor: Actor, { id, system }: Collection, name: RuleName): boolean {
  const scope = scopeOfActor(actor)
  if (!scope) return false
  const action = actionOf[name]
  return !scope.some(
    ({ collections, actions }) =>
      actions.includes(action) && (collections.includes(id) || (!system && collections.includes('*'))),
  )
}

/**
 * The rule that lets an actor manage other people's accounts in an auth collection: `true` (superuser), `false`
 * (nobody asked, or there is no such rule), or the rule that has to hold for the record in question.
 */
export function manageRuleFor(actor: Actor, collection: Collection): string | boolean {
  if (actor.kind === 'superuser') return true
  if (actor.kind === 'guest') return false
  return collection.auth?.manageRule || false
}
