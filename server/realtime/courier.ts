import { isLate, type Now, steps, type Steps, take } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import type { Cells, Change } from '../records/change.ts'
import type { House, Work } from '../records/house.ts'
import { RuleError } from '../rules/index.ts'
import type { ActorKeeper } from './actor-keeper.ts'
import { Announcer, type Announcement, gapAfter } from './announcement.ts'
import { judge, type Probe, type Subject } from './audience.ts'
import { changeIn } from './change-in.ts'
import type { Client, Group, Subscription } from './client.ts'
import { audienceKey, hearersOf, isPersonal } from './hearers.ts'
import type { Outbox } from './outbox.ts'
import type { Session } from './session.ts'
import { type Entry, Tail } from './tail.ts'
import { Together } from './together.ts'
import type { Topics } from './topics.ts'
import { Turn } from './turn.ts'

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

/** Sockets that are told in one go, before we look at the clock. */
const SLICE = 64
/** The number of a change that is not written down yet: behind all others. */
const UNKNOWN_YET = Number.MAX_SAFE_INTEGER

/** What was found out before a record went, by group and by the key of the actor's session. */
type Verdicts = Map<Group, Map<string, boolean>>

/** Brings each committed change to those who listen and may see it, one change after the other in commit order. */
export class Courier {
  readonly #options: CourierOptions
  readonly #tail: Tail
  readonly #turn: Turn
  #isUnderWay = false
  /** By the cells of the deleted record, the very object that the change carries: undone with its transaction. */
  readonly #verdicts = new WeakMap<Cells, Verdicts>()

  constructor(options: CourierOptions) {
    this.#options = options
    this.#turn = new Turn(options.house.clock, options.turn)
    this.#tail = new Tail(options.house, options.seq, () => this.#wake())
  }

  /** The newest change that was told: a new subscription hears of everything after it. */
  get seq(): number {
    return this.#tail.seq
  }

  /** Let go of the house: nothing more is told. */
  close(): void {
    this.#tail.close()
  }

  /** Notice and tell what other processes have committed. */
  watch(): void {
    this.#tail.look()
    this.#wake()
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
    const recordId = String(cells['id'])
    const coming: Change = {
      seq: UNKNOWN_YET,
      action: 'delete',
      collection,
      recordId,
      before: cells,
      after: undefined,
    }
    const verdicts: Verdicts = new Map()
    for (const group of groups) {
      const known = new Map<string, boolean>()
      const hearers = hearersOf(group, coming, subject, this.#options.keeper)
      const together = new Together(hearers, isPersonal(group, collection))
      for (const [place, { client }] of hearers.entries()) {
        const { key, actor } = client.session
        if (known.has(key)) continue
        together.at = place
        const verdict = judge(subject, group, actor)
        known.set(
          key,
          typeof verdict === 'boolean' ? verdict : yield* together.isSeen(subject, work.tx, verdict, actor),
        )
      }
      verdicts.set(group, known)
    }
    this.#verdicts.set(cells, verdicts)
  }

  #wake(): void {
    if (!this.#isUnderWay) this.#tell()
  }

  /** Tell what waits; others have their turn every few milliseconds. */
  #tell(): void {
    this.#isUnderWay = true
    this.#turn.begin()
    const told = this.#tellOn()
    if (isLate(told)) void told.then(() => this.#tell())
    else if (told) setImmediate(() => this.#tell())
    else this.#isUnderWay = false
  }

  /** Answers whether there is more to tell, once others had their turn. */
  #tellOn(): Now<boolean> {
    for (;;) {
      const from = this.#tail.seq
      const entry = this.#tail.take()
      const told = isLate(entry)
        ? entry.then((entry) => this.#deliver(entry, from))
        : this.#deliver(entry, from)
      if (isLate(told)) return told
      if (!told) return false
      if (this.#turn.isOver) return true
    }
  }

  /** Answers whether there was anything. */
  #deliver(entry: Entry | undefined, from: number): Now<boolean> {
    const change = entry?.change
    if (!change) return entry !== undefined
    return steps(() => this.#story(change, from))
  }

  *#story(change: Change, from: number): Steps<true> {
    const { house, topics, keeper } = this.#options
    yield* keeper.settle()
    const catalog = house.catalog.current
    const collection = catalog.byId(change.collection.id)
    const groups = collection ? topics.groupsOf(collection, change.recordId) : []
    if (!collection || groups.length === 0) return true
    const now = changeIn(collection, change)
    const subject: Subject = { house, catalog, collection, cells: now.after ?? now.before ?? {} }
    const announcer = new Announcer(now, subject)
    const shared = { change, now, subject, announcer, from }
    for (const group of groups) {
      const hearers = hearersOf(group, now, subject, keeper)
      const isOwn = isPersonal(group, collection)
      const together = new Together(hearers, isOwn)
      yield* this.#tellGroup({ ...shared, group, hearers, isPersonal: isOwn, together })
    }
    return true
  }

  *#tellGroup(telling: Telling): Steps<void> {
    const { keeper, house } = this.#options
    const { hearers, together } = telling
    const known = new Map<string, Announcement | undefined>()
    const at = house.clock.now()
    let told = 0
    for (const subscription of hearers) {
      const { client } = subscription
      keeper.expire(client, at)
      together.at = told
      let key = audienceKey(client.session, telling.isPersonal)
      // More than once only where the database answers late and somebody became another actor meanwhile.
      for (; !known.has(key); key = audienceKey(client.session, telling.isPersonal))
        known.set(key, yield* this.#announce(telling, client.session))
      this.#put(subscription, known.get(key))
      told++
      if (told % SLICE === 0) yield* this.#rest(together)
    }
  }

  /** The event for an actor, or undefined when it is not for them. */
  *#announce(telling: Telling, session: Session): Steps<Announcement | undefined> {
    const { announcer, group, change, from } = telling
    try {
      const mayHear = yield* this.#mayHear(telling, session)
      if (mayHear === 'undecidable') return gapAfter(from, 'undecidable')
      if (mayHear === 'leave') return announcer.leave()
      return mayHear ? yield* announcer.announce(group, session) : undefined
    } catch (error) {
      // A rule that does not fit any more fails a GET of the record too.
      if (error instanceof RuleError) return undefined
      this.#options.house.log.error({ err: error, seq: change.seq }, 'a change could not be told')
      return gapAfter(from, 'failed')
    }
  }

  *#mayHear(telling: Telling, session: Session): Steps<boolean | 'leave' | 'undecidable'> {
    const { change, now, subject, group, together } = telling
    if (change.action === 'delete') return yield* this.#mayHearOfEnd(telling, session)
    const verdict = judge(subject, group, session.actor)
    if (verdict === true) return true
    if (verdict !== false && (yield* this.#isSeen(telling, verdict, session))) return true
    if (!now.before) return false
    const past = { ...subject, cells: now.before }
    const could = yield* together.wasSeen(past, group, session.actor)
    yield* this.#rest(together)
    return could === true && 'leave'
  }

  /** The record is gone, and little can be asked about it: what was found out in time counts. */
  *#mayHearOfEnd(
    { change, subject, group, together }: Telling,
    session: Session,
  ): Steps<boolean | 'undecidable'> {
    const verdict = judge(subject, group, session.actor)
    if (typeof verdict === 'boolean') return verdict
    const verdicts = change.before && this.#verdicts.get(change.before)
    return verdicts?.get(group)?.get(session.key) ?? (yield* together.wasSeen(subject, group, session.actor))
  }

  *#isSeen({ subject, together }: Telling, probe: Probe, { actor }: Session): Steps<boolean> {
    const isSeen = yield* together.isSeen(subject, subject.house.storage.hot, probe, actor)
    yield* this.#rest(together)
    return isSeen
  }

  /** Questions to the database take their time: others have their turn in between. */
  *#rest(together: Together): Steps<void> {
    if (together.isAhead || !this.#turn.isOver) return
    yield* take(this.#turn.next())
    together.forget()
  }

  #put({ client, key }: Subscription, announcement: Announcement | undefined): void {
    if (announcement && client.isOpen && client.subscriptions.has(key)) this.#say(client, announcement, key)
  }

  #say(client: Client, announcement: Announcement, key: string): void {
    const message = announcement.messageFor(client.manner, key)
    if (message) this.#options.outbox.put(client, message)
    else if (announcement.isUrgent) this.#options.giveUp(client)
  }
}

interface Telling {
  /** As it was committed, and as the collection of now names its cells. */
  readonly change: Change
  readonly now: Change
  readonly subject: Subject
  readonly announcer: Announcer
  readonly group: Group
  readonly hearers: readonly Subscription[]
  readonly isPersonal: boolean
  readonly together: Together
  /** The change before this one. */
  readonly from: number
}
