import { isLate, type Now, steps, type Steps } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import type { Cells, Change } from '../records/change.ts'
import type { House, Work } from '../records/house.ts'
import { RuleError } from '../rules/index.ts'
import type { ActorKeeper } from './actor-keeper.ts'
import { Announcer, type Announcement } from './announcement.ts'
import { ask, judge, type Subject } from './audience.ts'
import { changeIn } from './change-in.ts'
import type { Client, Group, Subscription } from './client.ts'
import type { Outbox } from './outbox.ts'
import type { Session } from './session.ts'
import type { Topics } from './topics.ts'

export interface CourierOptions {
  readonly house: House
  readonly topics: Topics
  readonly keeper: ActorKeeper
  readonly outbox: Outbox
  /** End a connection that something was missed on, and that cannot be told so. */
  readonly giveUp: (client: Client) => void
  /** The change log's newest number. */
  readonly seq: number
  /** How long changes are told in one turn of the loop, in ms. */
  readonly turn: number
}

/** What was found out before a record went, by group and by the key of the actor's session. */
type Verdicts = Map<Group, Map<string, boolean>>

/** Brings each committed change to those who listen and may see it, one change after the other in commit order. */
export class Courier {
  readonly #options: CourierOptions
  #waiting: Change[] = []
  /** How many of those that wait are told already: taking them off one by one would move all the others each time. */
  #told = 0
  #isUnderWay = false
  #seq: number
  /** By the cells of the deleted record, the very object that the change carries: undone with its transaction. */
  readonly #verdicts = new WeakMap<Cells, Verdicts>()

  constructor(options: CourierOptions) {
    this.#options = options
    this.#seq = options.seq
    options.house.changes.afterCommit.add(this.#take)
  }

  /** The newest change that was told: a new subscription hears of everything after it. */
  get seq(): number {
    return this.#seq
  }

  /** Let go of the house: nothing more is told. */
  close(): void {
    this.#options.house.changes.afterCommit.delete(this.#take)
    this.#waiting = []
    this.#told = 0
  }

  /** Look after everyone's right to listen, also while nothing changes. */
  settle(): void {
    if (this.#isUnderWay) return
    const settled = steps(() => this.#options.keeper.settle())
    if (!isLate(settled)) return
    this.#isUnderWay = true
    void settled.then(() => this.#tell())
  }

  /**
   * Before a record is deleted, in the write's own transaction: ask the rules that need more than the record, while
   * what they look at is still there.
   */
  *beforeDelete(
    work: Work,
    { collection, cells }: { readonly collection: Collection; readonly cells: Cells },
  ): Steps<void> {
    const groups = this.#options.topics.groupsOf(collection, String(cells['id']))
    if (groups.length === 0) return
    const subject: Subject = { house: work.house, catalog: work.catalog, collection, cells }
    const verdicts: Verdicts = new Map()
    for (const group of groups) {
      const known = new Map<string, boolean>()
      for (const { client } of group.subscriptions) {
        const { key, actor } = client.session
        if (known.has(key)) continue
        const verdict = judge(subject, group, actor)
        known.set(key, typeof verdict === 'boolean' ? verdict : yield* ask(subject, work.tx, verdict))
      }
      verdicts.set(group, known)
    }
    this.#verdicts.set(cells, verdicts)
  }

  readonly #take = (change: Change): void => {
    this.#waiting.push(change)
    if (!this.#isUnderWay) this.#tell()
  }

  /** Tell what waits; others have their turn every few milliseconds. */
  #tell(): void {
    const { house, turn } = this.#options
    const since = house.clock.steady()
    this.#isUnderWay = true
    for (let change = this.#next(); change; change = this.#next()) {
      const told = this.#deliver(change)
      if (isLate(told)) return void told.then(() => this.#tell())
      if (house.clock.steady() - since > turn) return void setImmediate(() => this.#tell())
    }
    this.#isUnderWay = false
  }

  #next(): Change | undefined {
    const next = this.#waiting[this.#told++]
    if (next) return next
    this.#waiting = []
    this.#told = 0
    return undefined
  }

  #deliver(change: Change): Now<void> {
    const from = this.#seq
    this.#seq = change.seq
    return steps(() => this.#story(change, from))
  }

  *#story(change: Change, from: number): Steps<void> {
    const { house, topics, keeper } = this.#options
    yield* keeper.settle()
    const catalog = house.catalog.current
    const collection = catalog.byId(change.collection.id)
    if (!collection) return
    const groups = topics.groupsOf(collection, change.recordId)
    if (groups.length === 0) return
    const now = changeIn(collection, change)
    const subject: Subject = { house, catalog, collection, cells: now.after ?? now.before ?? {} }
    const announcer = new Announcer(now, subject)
    for (const group of groups) yield* this.#tellGroup(change, { subject, announcer, group, from })
  }

  *#tellGroup(change: Change, telling: Telling): Steps<void> {
    const { group } = telling
    const known = new Map<string, Announcement | undefined>()
    let waiting = [...group.subscriptions].filter(({ since }) => since < change.seq)
    // More than once only where the database answers late and somebody became another actor meanwhile.
    while (waiting.length > 0) {
      for (const { client } of waiting) {
        this.#options.keeper.expire(client, this.#options.house.clock.now())
        const { session } = client
        if (!known.has(session.key)) known.set(session.key, yield* this.#announce(change, telling, session))
      }
      waiting = waiting.filter((subscription) => !this.#put(subscription, known))
    }
  }

  /** The event for an actor, or undefined when it is not for them. */
  *#announce(change: Change, telling: Telling, session: Session): Steps<Announcement | undefined> {
    try {
      if (!(yield* this.#maySee(change, telling, session))) return undefined
      return yield* telling.announcer.announce(telling.group, session)
    } catch (error) {
      // A rule that does not fit any more fails a GET of the record too.
      if (error instanceof RuleError) return undefined
      this.#options.house.log.error({ err: error, seq: change.seq }, 'a change could not be told')
      return gap(telling.from)
    }
  }

  *#maySee(change: Change, { subject, group }: Telling, session: Session): Steps<boolean> {
    const verdict = judge(subject, group, session.actor)
    if (typeof verdict === 'boolean') return verdict
    if (change.action !== 'delete') return yield* ask(subject, subject.house.storage.hot, verdict)
    // The record is gone, and nothing can be asked about it any more: what nobody found out in time means no.
    const verdicts = change.before && this.#verdicts.get(change.before)
    return verdicts?.get(group)?.get(session.key) ?? false
  }

  /** Answers false when nobody has looked yet whether this actor may hear of it. */
  #put({ client, key }: Subscription, known: ReadonlyMap<string, Announcement | undefined>): boolean {
    if (!client.isOpen || !client.subscriptions.has(key)) return true
    const announcement = known.get(client.session.key)
    if (announcement) this.#say(client, announcement, key)
    return known.has(client.session.key)
  }

  #say(client: Client, announcement: Announcement, key: string): void {
    const message = announcement.messageFor(client.manner, key)
    if (message) this.#options.outbox.put(client, message)
    else this.#options.giveUp(client)
  }
}

interface Telling {
  readonly subject: Subject
  readonly announcer: Announcer
  readonly group: Group
  /** The change before this one. */
  readonly from: number
}

/** Something is missing here, and the client has to look for itself (`realtime.md`, promise 2). */
function gap(from: number): Announcement {
  return { messageFor: (manner, key) => manner.gap(key, from) }
}
