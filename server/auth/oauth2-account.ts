import type { Steps } from '../base/now.ts'
import { uniqueIndexOn } from '../collections/indexes.ts'
import type { Cells } from '../records/change.ts'
import { readRecord, readRecordBy } from '../records/find.ts'
import { type Held, holding } from '../records/held.ts'
import type { House } from '../records/house.ts'
import { frameOf, performHeld } from '../records/write-hooked.ts'
import type { Reader } from '../storage/dialect.ts'
import type { AuthCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'
import type { Attempt } from './auth-method.ts'
import { accountDeed, lockedPassword } from './change-account.ts'
import { dropLinks, type ExternalIdentity, findLink, keepLink } from './external-auths.ts'
import type { Arrival, PreparedArrival } from './oauth2-arrival.ts'
import { withAvatar } from './oauth2-avatar.ts'
import { readySignUp, signUp } from './oauth2-sign-up.ts'
import { text } from './record-actor.ts'

/** The record that they are from now on. */
export interface Settled {
  readonly record: Cells
  readonly isNew: boolean
}

/** An account that is there, and whether it is asking itself. */
interface Known {
  readonly record: Cells
  readonly isSelf: boolean
}

/**
 * Find the account of somebody whom a provider vouches for, or make it, and keep the link: all in one transaction
 * (contract services.md §2.4). An account that nobody has proved to be theirs is taken from whoever made it: its
 * password, tokens, factors and links go before the newcomer gets in (`reliability.md` A1, checklist 16).
 *
 * Errors: those of creating a record (`rule_closed` 403, `rule_refused` and `validation_failed` 400);
 * `oauth2_failed` 400 where the account belongs to another one of the same provider.
 *
 * @example const { record, isNew } = await settle(house, attempt, { provider: 'github', profile, createData: {} })
 */
export async function settle(house: AuthHouse, attempt: Attempt, arrival: Arrival): Promise<Settled> {
  const guess = await find(house, house.storage.hot, attempt, arrival)
  if (guess) return settleIn(house, attempt, await prepareWelcome(house, arrival, guess))
  return withAvatar(house, attempt, arrival, async (visitor) =>
    settleIn(house, visitor, await prepareSignUp(house, visitor, arrival)),
  )
}

async function settleIn(house: House, attempt: Attempt, arrival: PreparedArrival): Promise<Settled> {
  return house.storage.transaction((tx) => {
    const held: Held = { ...frameOf(attempt.ask), house, tx }
    return holding(held, async () => {
      const known = await find(house, tx, attempt, arrival)
      const record = known
        ? await welcome(held, attempt.collection, known, arrival)
        : await signUp(held, attempt, arrival)
      await keepLink(held, attempt.collection, record, identityOf(arrival))
      return { record, isNew: !known }
    })
  })
}

/** Hash what will need a hash, as far as that can be known beforehand. */
async function prepareWelcome(house: House, arrival: Arrival, guess: Known): Promise<PreparedArrival> {
  const lock = lockOnce(house)
  if (needsLock(guess)) await lock()
  return { ...arrival, lock, ready: undefined }
}

async function prepareSignUp(house: House, attempt: Attempt, arrival: Arrival): Promise<PreparedArrival> {
  const lock = lockOnce(house)
  const ready = await readySignUp(house, attempt, { ...arrival, lock })
  if (!ready) await lock()
  return { ...arrival, lock, ready }
}

function lockOnce(house: House): PreparedArrival['lock'] {
  let made: Promise<[string, unknown][]> | undefined
  return () => (made ??= lockedPassword(house))
}

function needsLock({ record, isSelf }: Known): boolean {
  return !isSelf && !record['verified']
}

function identityOf({ provider, profile }: Arrival): ExternalIdentity {
  return { provider, providerId: profile.id }
}

/** By the link, by who is signed in, by the address that the provider has verified: in this order. */
async function find(
  house: House,
  reader: Reader,
  { ask, collection }: Attempt,
  arrival: Arrival,
): Promise<Known | undefined> {
  const { actor } = ask
  // A key that somebody's program holds does not open a second door to their account.
  const isSignedIn =
    actor.kind === 'record' && actor.collectionId === collection.id && actor.via?.kind !== 'apiKey'
  const selfId = isSignedIn ? actor.id : undefined
  const linked = await findLink(reader, collection, identityOf(arrival))
  const record =
    (linked && (await readRecord(house.storage, reader, collection, linked))) ??
    (selfId && (await readRecord(house.storage, reader, collection, selfId))) ??
    (await findByEmail(house, reader, collection, arrival.profile.email))
  return record ? { record, isSelf: record['id'] === selfId } : undefined
}

async function findByEmail(
  { storage }: House,
  reader: Reader,
  collection: AuthCollection,
  email: string,
): Promise<Cells | undefined> {
  if (email === '') return undefined
  const ignoreCase = uniqueIndexOn(collection, 'email')?.ignoresCase ?? false
  return readRecordBy(storage, reader, collection, { field: 'email', value: email, ignoreCase })
}

/** Make an account that is there the newcomer's own. */
async function welcome(
  held: Held,
  collection: AuthCollection,
  known: Known,
  { profile, lock }: PreparedArrival,
): Promise<Cells> {
  const { record } = known
  const wasVerified = Boolean(record['verified'])
  const changes = new Map(needsLock(known) ? await lock() : [])
  const stored = text(record, 'email')
  const email = stored === '' ? await freeEmail(held, collection, profile.email) : stored
  if (email !== stored) changes.set('email', email)
  if (!wasVerified && isSame(collection, email, profile.email)) changes.set('verified', true)
  const change = { collection, record, changes, guard: nothing }
  const after = changes.size === 0 ? record : (await performHeld(held, accountDeed(held.house, change))).cells
  // After the update, which ends all sessions when it finds links to drop.
  if (!wasVerified) await dropLinks(held, collection, record)
  return after
}

function* nothing(): Steps<void> {}

/** An address that another account has already stays that one's. */
async function freeEmail({ house, tx }: Held, collection: AuthCollection, email: string): Promise<string> {
  return (await findByEmail(house, tx, collection, email)) ? '' : email
}

function isSame(collection: AuthCollection, one: string, other: string): boolean {
  if (one === other) return true
  return (
    (uniqueIndexOn(collection, 'email')?.ignoresCase ?? false) && one.toLowerCase() === other.toLowerCase()
  )
}
