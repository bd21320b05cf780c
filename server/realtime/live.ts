import { ApiError } from '../base/error.ts'
import { type Now, steps, type Steps } from '../base/now.ts'
import type { Change } from '../records/change.ts'
import type { House } from '../records/house.ts'
import type { ActorKeeper } from './actor-keeper.ts'
import type { Client } from './client.ts'
import type { Limits } from './limits.ts'
import { concerns } from './live-concerns.ts'
import { areSameRows, type LiveRows, type LiveStep, liveSteps } from './live-diff.ts'
import { snapshotFor, stepFrames } from './live-frames.ts'
import { LiveGroups } from './live-groups.ts'
import { LivePace } from './live-pace.ts'
import type { Live, LiveGroup } from './live-query.ts'
import { type LiveRead, readLive } from './live-read.ts'
import type { Outbox } from './outbox.ts'
import type { Message } from './pipe.ts'

export interface LiveOptions {
  readonly house: House
  readonly keeper: ActorKeeper
  readonly outbox: Outbox
  /** The newest change that was told. */
  readonly seq: () => number
  readonly limits: Pick<Limits, 'turn' | 'liveList' | 'liveLists'>
}

/** A live query that a client asks for. */
export type LiveWish = Pick<Live, 'client' | 'key' | 'query' | 'fail'>

/**
 * Live queries: each client has at every moment what a list request would answer it (`realtime.md`, *Frames*).
 *
 * Lists that a change may concern are read again, once a turn for all who have the same answer, and told step by step.
 */
export class LiveQueries {
  readonly #options: LiveOptions
  readonly #groups: LiveGroups
  readonly #pace: LivePace
  readonly #ofClients = new Map<Client, Map<string, Live>>()

  constructor(options: LiveOptions) {
    const { house, limits } = options
    this.#options = options
    this.#groups = new LiveGroups(house, limits)
    this.#pace = new LivePace({
      clock: house.clock,
      turn: limits.turn,
      refresh: (group) => this.#refresh(group),
    })
    options.keeper.onActor.add(this.#reassess)
    house.changes.afterCommit.add(this.touch)
    house.catalog.onChange.add(this.#doubtAll)
    // Of what other processes commit, and a superuser at the console, nobody knows what it concerns.
    house.storage.onOtherCommit(() => {
      for (const group of this.#groups.all) this.#pace.mark(group)
    })
  }

  /** The live queries of a client, by its own names for them. */
  of(client: Client): ReadonlyMap<string, Live> {
    return this.#ofClients.get(client) ?? none
  }

  /**
   * Begin a live query: the client gets its snapshot, and from then on each step.
   *
   * Errors: those of a list request; then there is no such live query.
   */
  open(wish: LiveWish): Now<void> {
    const group = this.#groups.groupFor(wish.client, wish.query)
    const live: Live = { ...wish, group, shown: undefined, failure: undefined }
    this.#groups.add(live)
    const known = this.#ofClients.get(wish.client)
    if (known) known.set(wish.key, live)
    else this.#ofClients.set(wish.client, new Map([[wish.key, live]]))
    return steps(() => this.#begin(live))
  }

  /** End one; answers false where there is none of this name. */
  close(client: Client, key: string): boolean {
    const lives = this.#ofClients.get(client)
    const live = lives?.get(key)
    if (!lives || !live) return false
    lives.delete(key)
    if (lives.size === 0) this.#ofClients.delete(client)
    this.#groups.remove(live)
    return true
  }

  /** End all of a client that is gone. */
  forget(client: Client): void {
    for (const key of this.of(client).keys()) this.close(client, key)
  }

  /** The client became somebody else, or what is known of its actor changed. */
  readonly #reassess = (client: Client): void => {
    if (!client.isOpen) return
    for (const live of this.of(client).values()) this.#regroup(live)
  }

  /** Look again at what time alone changes. */
  sweep(): void {
    for (const group of this.#groups.all) if (group.reach.isTimed) this.#pace.mark(group)
  }

  /** Let go of the house. */
  stop(): void {
    this.#options.keeper.onActor.delete(this.#reassess)
    this.#options.house.changes.afterCommit.delete(this.touch)
    this.#options.house.catalog.onChange.delete(this.#doubtAll)
    this.#pace.stop()
  }

  /** A change was committed: lists that it may concern are read again. */
  readonly touch = (change: Change): void => {
    for (const group of this.#groups.readersOf(change.collection.id))
      if (!group.isDirty && concerns(this.#options.house, group, change)) this.#pace.mark(group)
  }

  /** A new catalog has other rules, and other collections to look at: each group finds out in its turn. */
  readonly #doubtAll = (): void => {
    for (const group of this.#groups.all) {
      group.rights++
      this.#pace.mark(group)
    }
  }

  #regroup(live: Live): void {
    this.#groups.remove(live)
    live.group = this.#groups.groupFor(live.client, live.query)
    this.#groups.add(live)
    live.group.rights++
    this.#pace.mark(live.group)
  }

  *#begin(live: Live): Steps<void> {
    const { client, key } = live
    const isOver = (): boolean => !client.isOpen || this.of(client).get(key) !== live
    try {
      while (!isOver()) {
        yield* this.#settle([live])
        if (this.#groups.isOutdated(live.group)) this.#regroup(live)
        const { group } = live
        const { rights } = group
        const read = yield* readLive(this.#options.house, client, live.query, true)
        if (isOver()) return
        // Read in somebody else's name, or before a right was taken away.
        if (live.group !== group || group.rights !== rights) continue
        return this.#show(live, read)
      }
    } catch (error) {
      if (isOver()) return
      this.close(client, key)
      throw error
    }
  }

  /** Whoever lost a right by now speaks for somebody else, and is in another group. */
  *#settle(lives: Iterable<Live>): Steps<void> {
    const { keeper, house } = this.#options
    yield* keeper.settle()
    const now = house.clock.now()
    for (const { client } of lives) keeper.expire(client, now)
  }

  /** A client's first look, or its first after a failure: those who share the answer have their steps to it. */
  #show(live: Live, { rows, total }: LiveRead): void {
    const { group } = live
    const isKnown = group.rows !== undefined && areSameRows(group.rows, rows)
    if (!isKnown) {
      if (group.rows) this.#pace.mark(group)
      else this.#groups.hold(group, rows)
    }
    live.shown = isKnown ? group.rows : rows
    live.failure = undefined
    const { outbox, seq } = this.#options
    outbox.put(live.client, snapshotFor(live, rows, { total, seq: seq() }))
  }

  /** Read a group again. Never fails. */
  *#refresh(group: LiveGroup): Steps<void> {
    try {
      yield* this.#settle([...group.members])
      if (this.#groups.isOutdated(group)) return [...group.members].forEach((live) => this.#regroup(live))
      const [first] = group.members
      if (!first) return
      const { rights } = group
      const isNew = [...group.members].some(({ shown, failure }) => !shown && failure !== undefined)
      const read = yield* readLive(this.#options.house, first.client, group.query, isNew)
      if (group.rights === rights) this.#deliver(group, read)
      else this.#pace.mark(group)
    } catch (error) {
      this.#failAll(group, error)
    }
  }

  #deliver(group: LiveGroup, read: LiveRead): void {
    const { rows } = read
    const known = group.rows && areSameRows(group.rows, rows) ? group.rows : rows
    if (known !== group.rows) this.#groups.hold(group, known)
    const telling = new Telling(known, this.#options.seq())
    for (const live of group.members) {
      if (live.failure !== undefined) this.#show(live, read)
      else if (live.shown) this.#tell(live, telling)
    }
  }

  #tell(live: Live, telling: Telling): void {
    const { shown, client, key } = live
    if (!shown || shown === telling.rows) return
    for (const frame of telling.framesFor(shown, key)) this.#options.outbox.put(client, frame)
    live.shown = telling.rows
  }

  /** A list request would answer this now. It is told once, and a snapshot follows when the list can be read again. */
  #failAll(group: LiveGroup, error: unknown): void {
    const { log } = this.#options.house
    if (error instanceof ApiError && error.status === 503) return this.#pace.retry(group)
    if (!(error instanceof ApiError)) log.error({ err: error }, 'a live query could not be read')
    const failure = error instanceof ApiError ? error.code : 'internal'
    this.#groups.hold(group, undefined)
    for (const live of group.members) {
      if (live.failure === failure || (live.failure === undefined && !live.shown)) continue
      live.shown = undefined
      live.failure = failure
      live.fail(error)
    }
  }
}

const none: ReadonlyMap<string, Live> = new Map()

/** What is told of one reading: the steps are worked out once for all who have the same, and written once a name. */
class Telling {
  readonly rows: LiveRows
  readonly #seq: number
  readonly #steps = new Map<LiveRows, LiveStep[]>()
  readonly #frames = new Map<LiveRows, Map<string, Message[]>>()

  constructor(rows: LiveRows, seq: number) {
    this.rows = rows
    this.#seq = seq
  }

  framesFor(shown: LiveRows, key: string): readonly Message[] {
    let named = this.#frames.get(shown)
    if (!named) this.#frames.set(shown, (named = new Map()))
    let frames = named.get(key)
    if (!frames) named.set(key, (frames = stepFrames(key, this.#stepsFrom(shown), { seq: this.#seq })))
    return frames
  }

  #stepsFrom(shown: LiveRows): LiveStep[] {
    let known = this.#steps.get(shown)
    if (!known) this.#steps.set(shown, (known = liveSteps(shown, this.rows)))
    return known
  }
}
