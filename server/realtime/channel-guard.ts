import { isLate, steps, type Steps } from '../base/now.ts'
import type { Change } from '../records/change.ts'
import type { House } from '../records/house.ts'
import type { ActorKeeper } from './actor-keeper.ts'
import type { Channel, Member, Reason } from './channel.ts'
import type { ChannelList } from './channel-list.ts'
import { allowsOnChannel, channelReach, isChannelTimed } from './channel-rules.ts'
import type { Client } from './client.ts'

export interface ChannelGuardOptions {
  readonly house: House
  readonly keeper: ActorKeeper
  readonly list: ChannelList
  /** How long members are looked at in one turn of the loop, in ms. */
  readonly turn: number
  /** Send a member away. */
  readonly dismiss: (channel: Channel, member: Member) => void
}

/** How long it rests after each turn, in turns. */
const REST = 4

/**
 * Keeps true who is on a channel: whoever may not join any more by what a commit, another actor or other settings have
 * changed has to leave, and hears nothing from then on.
 */
export class ChannelGuard {
  readonly #options: ChannelGuardOptions
  #settings: string
  /** The channels that somebody is doubted on. */
  readonly #channels = new Set<Channel>()
  #isPlanned = false

  constructor(options: ChannelGuardOptions) {
    const { house, keeper } = options
    this.#options = options
    this.#settings = JSON.stringify(house.settings.current.dapur.channels)
    keeper.onActor.add(this.#onActor)
    house.catalog.onChange.add(this.#onRules)
    house.settings.onChange.add(this.#onSettings)
    house.changes.onCommit.add(this.#onChange)
    house.storage.onOtherCommit(() => {
      for (const channel of this.#options.list.all)
        if (channel.reach.size > 0) this.#doubtAll(channel, 'records')
    })
  }

  /** Look at everybody who is doubted on a channel, or at some of them until a time of the steady clock. */
  *settle(channel: Channel, until: number = Number.POSITIVE_INFINITY): Steps<void> {
    const { house, list, dismiss } = this.#options
    const { name, doubted, members } = channel
    for (const member of doubted) {
      const { doubts, client } = member
      const { actor } = client.session
      const mayStay = yield* this.#mayStay({ name, right: 'join', actor })
      if (members.get(client) !== member) continue
      doubted.delete(member)
      // Where the database answers late, more may have happened: it has another turn, behind the others.
      if (member.doubts !== doubts) doubted.add(member)
      else if (!mayStay) dismiss(channel, member)
      else {
        list.noteReach(channel, channelReach(house, name, actor))
        list.show(channel, member)
      }
      if (house.clock.steady() > until) return
    }
  }

  /** Look again where a rule looks at the clock. */
  sweep(): void {
    const { house, list } = this.#options
    for (const channel of list.all) if (isChannelTimed(house, channel.name)) this.#doubtAll(channel, 'rules')
  }

  /** Let go of the house. */
  stop(): void {
    const { house, keeper } = this.#options
    keeper.onActor.delete(this.#onActor)
    house.catalog.onChange.delete(this.#onRules)
    house.settings.onChange.delete(this.#onSettings)
    house.changes.onCommit.delete(this.#onChange)
  }

  readonly #onActor = (client: Client): void => {
    for (const channel of this.#options.list.of(client).values()) {
      const member = channel.members.get(client)
      if (member) this.#doubt(channel, member, 'actor')
    }
  }

  readonly #onRules = (): void => {
    for (const channel of this.#options.list.all) this.#doubtAll(channel, 'rules')
  }

  readonly #onSettings = (): void => {
    const settings = JSON.stringify(this.#options.house.settings.current.dapur.channels)
    if (settings === this.#settings) return
    this.#settings = settings
    this.#onRules()
  }

  readonly #onChange = ({ collection }: Change): void => {
    for (const channel of this.#options.list.readersOf(collection.id)) this.#doubtAll(channel, 'records')
  }

  #doubtAll(channel: Channel, reason: Reason): void {
    for (const member of channel.members.values()) this.#doubt(channel, member, reason)
  }

  #doubt(channel: Channel, member: Member, reason: Reason): void {
    const { doubted } = channel
    this.#channels.add(channel)
    member.doubts++
    // The first reason stands: one commit may be several.
    if (!doubted.has(member)) member.reason = reason
    doubted.add(member)
    this.#plan()
  }

  #plan(rest: number = 0): void {
    if (this.#isPlanned || this.#channels.size === 0) return
    this.#isPlanned = true
    if (rest > 0) setTimeout(() => this.#run(), rest).unref()
    else setImmediate(() => this.#run())
  }

  /** Nobody waits for this, whoever tells something on a channel looks for itself first: it takes a fifth of the time. */
  #run(): void {
    const { house, turn } = this.#options
    const began = house.clock.steady()
    const go = (): void => {
      this.#isPlanned = false
      this.#plan(REST * (house.clock.steady() - began))
    }
    const settled = steps(() => this.#settleAll(began + turn))
    if (isLate(settled)) void settled.then(go)
    else go()
  }

  *#settleAll(until: number): Steps<void> {
    for (const channel of this.#channels) {
      yield* this.settle(channel, until)
      if (channel.doubted.size === 0) this.#channels.delete(channel)
      if (this.#options.house.clock.steady() > until) return
    }
  }

  /** A right that is not known to stand does not. */
  *#mayStay(question: Parameters<typeof allowsOnChannel>[1]): Steps<boolean> {
    try {
      return yield* allowsOnChannel(this.#options.house, question)
    } catch (error) {
      this.#options.house.log.error({ err: error }, 'the rule of a channel could not be asked')
      return false
    }
  }
}
