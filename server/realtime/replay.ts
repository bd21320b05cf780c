import { type Steps, take } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import type { House } from '../records/house.ts'
import { type LoggedChange, type LogReach, readReach } from '../storage/change-log.ts'
import { isDefinedAfter, newestChange, newestChanges } from '../storage/missed-changes.ts'
import type { ActorKeeper } from './actor-keeper.ts'
import { gapAfter } from './announcement.ts'
import type { Subscription } from './client.ts'
import type { GapReason } from './manner.ts'
import { type Absence, type Missed, MissedChanges } from './missed.ts'
import type { Outbox } from './outbox.ts'
import { message } from './pipe.ts'
import { type Place, reachOf } from './visible-now.ts'

export interface ReplayOptions {
  readonly house: House
  readonly keeper: ActorKeeper
  readonly outbox: Outbox
  /** The newest change that was told as it happened. */
  readonly seq: () => number
}

/** Numbers of the log, and changes, that are looked through in one step; bytes after which a step ends. */
const STRETCH = 2000
const MAX_CHANGES = 64
const MAX_BYTES = 64 * 1024

/**
 * One subscription that catches up. Each step tells some of what was missed; the last one, which finds nothing more,
 * lets the subscription hear of everything after that point as it happens. So nothing is told twice or not at all.
 */
export class Replay {
  readonly subscription: Subscription
  readonly #options: ReplayOptions
  readonly #absence: Absence
  readonly #missed: MissedChanges
  #at: number
  /** Changes that the next step looks through: about as many as it will tell, for the rest would be read again. */
  #many = MAX_CHANGES
  #isGapTold = false

  constructor(options: ReplayOptions, subscription: Subscription, absence: Absence) {
    this.#options = options
    this.subscription = subscription
    this.#absence = absence
    this.#at = absence.after
    this.#missed = new MissedChanges(subscription.group, absence)
  }

  /** Tell some; answers whether there is more. */
  *step(): Steps<boolean> {
    const { house, keeper } = this.#options
    yield* keeper.settle()
    keeper.expire(this.subscription.client, house.clock.now())
    if (!this.#isWanted()) return false
    const reach = yield* take(readReach(house.storage.hot))
    if (this.#absence.seq > reach.end) return this.giveUp('epoch')
    if (this.#absence.seq < reach.pruned) return this.giveUp('retention')
    const place = this.#place()
    if (place && (yield* this.#hasOtherRules(place))) return this.giveUp('rules')
    if (place && this.#at < reach.end) {
      yield* this.#tellStretch(place, reach)
      return true
    }
    // Where the database answers late, the others may have been told of more by now.
    if (this.#options.seq() > reach.end) return true
    return this.#goOn(reach.end)
  }

  /** Tell the client to look for itself, and go on with what happens from now on. */
  giveUp(reason: GapReason): false {
    if (!this.#isWanted()) return false
    this.#tellGap(reason)
    return this.#goOn(this.#options.seq())
  }

  #goOn(seq: number): false {
    const { client, key } = this.subscription
    if (!this.#isWanted()) return false
    this.subscription.since = seq
    this.#options.outbox.put(client, message({ type: 'caughtUp', sub: JSON.parse(key), seq }))
    return false
  }

  #isWanted(): boolean {
    const { client, key } = this.subscription
    return client.isOpen && client.subscriptions.get(key) === this.subscription
  }

  /** Names and ids are matched exactly (contract services.md §3.3). */
  #place(): Place | undefined {
    const { house } = this.#options
    const catalog = house.catalog.current
    const asked = this.subscription.group.collection
    const isIt = ({ id, name }: Collection): boolean => id === asked || name === asked
    const collection = catalog.all.find(isIt)
    return collection && { house, catalog, collection }
  }

  /** What was logged before counted under other rules, or named other fields. */
  *#hasOtherRules(place: Place): Steps<boolean> {
    const { group, client } = this.subscription
    for (const id of reachOf(place, group, client.session.actor))
      if (yield* take(isDefinedAfter(place.house.storage.hot, id, this.#absence.seq))) return true
    return false
  }

  *#tellStretch(place: Place, reach: LogReach): Steps<void> {
    const upTo = Math.min(reach.end, this.#at + STRETCH)
    const many = this.#many
    const changes = yield* this.#newest(place, upTo)
    const { session } = this.subscription.client
    const told = yield* this.#missed.tell(place, session, changes)
    let bytes = 0
    for (const [at, missed] of told.entries()) {
      bytes += this.#tell(missed)
      this.#at = changes[at]?.seq ?? this.#at
      if (bytes <= MAX_BYTES) continue
      this.#many = at + 1
      return
    }
    this.#many = Math.min(many * 2, MAX_CHANGES)
    if (this.subscription.group.record !== '*') this.#at = reach.end
    else if (changes.length < many) this.#at = upTo
  }

  *#newest({ house, collection }: Place, upTo: number): Steps<readonly LoggedChange[]> {
    const { hot } = house.storage
    const { record } = this.subscription.group
    const after = this.#at
    if (record === '*')
      return yield* take(newestChanges(hot, collection.id, { after, upTo, limit: this.#many }))
    const newest = yield* take(newestChange(hot, { collection: collection.id, record, after }))
    return newest ? [newest] : []
  }

  /** Answers the bytes of it. */
  #tell(missed: Missed): number {
    const { client, key } = this.subscription
    if (missed === undefined || !this.#isWanted()) return 0
    if (missed === 'undecidable') return this.#tellGap(missed)
    const told = missed.messageFor(client.manner, key)
    if (told) this.#options.outbox.put(client, told)
    return told?.size ?? 0
  }

  /** Once is enough: the client reads again whatever it shows. */
  #tellGap(reason: GapReason): number {
    const { client, key } = this.subscription
    const told = gapAfter(this.#absence.seq, reason).messageFor(client.manner, key)
    if (this.#isGapTold || !told) return 0
    this.#isGapTold = true
    this.#options.outbox.put(client, told)
    return told.size
  }
}
