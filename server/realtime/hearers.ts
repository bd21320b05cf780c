import { isSuperuser } from '../base/actor.ts'
import type { Collection } from '../collections/collection.ts'
import type { Cells, Change } from '../records/change.ts'
import type { ActorKeeper } from './actor-keeper.ts'
import type { Subject } from './audience.ts'
import type { Client, Group, Subscription } from './client.ts'
import { ownerFields } from './owner-fields.ts'
import type { Session } from './session.ts'

/**
 * The subscriptions of a group that a change may be for. Where the rule says whose a record is, these are its owner's
 * and the superusers', however many others listen.
 *
 * @example for (const { client } of hearersOf(group, change, subject, keeper)) …
 */
export function hearersOf(
  group: Group,
  change: Change,
  subject: Subject,
  keeper: ActorKeeper,
): readonly Subscription[] {
  const owners = ownersOf(group, change, subject.collection)
  const asked = owners ? subscriptionsOf(group, clientsOf(owners, subject, keeper)) : group.subscriptions
  const hearers: Subscription[] = []
  for (const subscription of asked) if (subscription.since < change.seq) hearers.push(subscription)
  return hearers
}

/** Equal where two sockets are told the same: of all actors where neither rule nor record depends on who asks. */
export function audienceKey({ actor, key }: Session, isPersonal: boolean): string {
  if (isPersonal || (actor.kind !== 'guest' && actor.via)) return key
  return isSuperuser(actor) ? 'superusers' : 'everyone'
}

/** Do rule, filter or body of this group depend on who asks, beyond being a superuser? */
export function isPersonal(group: Group, collection: Collection): boolean {
  if (group.expand !== '' || collection.type === 'auth') return true
  return namesRequester(ruleOf(group, collection)) || namesRequester(group.filter)
}

function namesRequester(text: string | null): boolean {
  return text?.includes('@request.auth') ?? false
}

function ruleOf({ record }: Group, { listRule, viewRule }: Collection): string | null {
  return record === '*' ? listRule : viewRule
}

/** The ids of whom a record belongs to, before and after the change; undefined where the rule does not say. */
function ownersOf(group: Group, change: Change, collection: Collection): ReadonlySet<string> | undefined {
  const rule = ruleOf(group, collection)
  const fields = rule === null ? undefined : ownerFields(collection, rule)
  if (!fields) return undefined
  const owners = new Set<string>()
  for (const cells of [change.before, change.after])
    if (cells && !note(owners, cells, fields)) return undefined
  return owners
}

/** Answers false for a record without an owner: that one is every guest's. */
function note(owners: Set<string>, cells: Cells, fields: readonly string[]): boolean {
  for (const field of fields) {
    const owner = cells[field]
    if (typeof owner !== 'string' || owner === '') return false
    owners.add(owner)
  }
  return true
}

function* clientsOf(
  owners: ReadonlySet<string>,
  { catalog }: Subject,
  keeper: ActorKeeper,
): Iterable<Client> {
  for (const { id, type } of catalog.all) {
    if (type === 'auth') for (const owner of owners) yield* keeper.clientsOf(id, owner)
  }
  yield* keeper.superusers
}

function subscriptionsOf(group: Group, clients: Iterable<Client>): Set<Subscription> {
  const found = new Set<Subscription>()
  for (const client of clients)
    for (const subscription of client.subscriptions.values())
      if (subscription.group === group) found.add(subscription)
  return found
}
