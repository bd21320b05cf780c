import { apiError } from '../base/error.ts'
import { andThen, type Now, steps, type Steps } from '../base/now.ts'
import type { House } from '../records/house.ts'
import type { ActorKeeper } from './actor-keeper.ts'
import { Allowance } from './allowance.ts'
import { type Channel, type Member, memberText } from './channel.ts'
import { ChannelGuard } from './channel-guard.ts'
import { ChannelList } from './channel-list.ts'
import { allowsOnChannel, channelReach } from './channel-rules.ts'
import type { Client } from './client.ts'
import type { Limits } from './limits.ts'
import type { Outbox } from './outbox.ts'
import { message, type Message, messageOf } from './pipe.ts'

export interface ChannelsOptions {
  readonly house: House
  readonly keeper: ActorKeeper
  readonly outbox: Outbox
  readonly limits: Limits
}

/** What somebody sends on a channel; `payload` is JSON. */
export interface Sending {
  readonly channel: string
  readonly event: string
  readonly payload: string
}

/** What a client is told when it has joined. */
export interface Joined {
  /** Its own id among the members. */
  readonly member: string
  /** Who is there, as a JSON list. */
  readonly presence: string
}

/** Channels: what their members tell each other, and who may (`realtime.md`, *Frames*). */
export class Channels {
  readonly #options: ChannelsOptions
  readonly #list: ChannelList
  readonly #guard: ChannelGuard
  readonly #senders = new WeakMap<Client, Allowance>()

  constructor(options: ChannelsOptions) {
    const { house, keeper, limits } = options
    this.#options = options
    this.#list = new ChannelList({
      tell: (channel, told) => this.#tellAll(channel, told),
      pause: limits.presencePause,
    })
    this.#guard = new ChannelGuard({
      house,
      keeper,
      list: this.#list,
      turn: limits.turn,
      dismiss: (channel, member) => this.#dismiss(channel, member),
    })
  }

  /** The channels of a client, by name. */
  of(client: Client): ReadonlyMap<string, Channel> {
    return this.#list.of(client)
  }

  /**
   * Make a client a member, or say something else of one that is. With a state, JSON, the others see it.
   *
   * Errors: `channel_closed` 403, `channel_full` and `requests_too_many` 429.
   */
  join(client: Client, name: string, state: string | undefined): Now<Joined> {
    return steps(() => this.#join(client, name, state))
  }

  /** Answers false for who is not on it. */
  leave(client: Client, name: string): boolean {
    const channel = this.of(client).get(name)
    if (channel) this.#list.remove(channel, client)
    return channel !== undefined
  }

  /** The client is gone. */
  forget(client: Client): void {
    for (const channel of this.of(client).values()) this.#list.remove(channel, client)
  }

  /**
   * Tell all members of a channel but the sender. Whoever lost the right to be there by now does not hear it.
   *
   * Errors: `channel_not_joined` 400, `channel_send_refused` 403, `requests_too_many` 429.
   */
  send(client: Client, sending: Sending): Now<void> {
    return steps(() => this.#send(client, sending))
  }

  /** Look at what time alone brings about. */
  sweep(): void {
    this.#guard.sweep()
  }

  /** Let go of the house. */
  stop(): void {
    this.#guard.stop()
  }

  *#join(client: Client, name: string, state: string | undefined): Steps<Joined> {
    const { house } = this.#options
    const actor = yield* this.#mayJoin(client, name)
    const member = this.#list.get(name)?.members.get(client) ?? this.#admit(client, name)
    const channel = this.#list.get(name)
    if (!channel) throw apiError('channel_closed', {})
    this.#list.noteReach(channel, channelReach(house, name, actor))
    if (state !== undefined) member.state = state
    this.#list.show(channel, member)
    return { member: member.id, presence: channel.presence.listFor(member.id) }
  }

  /** Asks in the name of whoever the client speaks for in the end. */
  *#mayJoin(client: Client, name: string): Steps<Client['session']['actor']> {
    const { house, keeper } = this.#options
    for (;;) {
      yield* keeper.settle()
      keeper.expire(client, house.clock.now())
      const { actor } = client.session
      const isAllowed = yield* allowsOnChannel(house, { name, right: 'join', actor })
      if (client.isOpen && client.session.actor !== actor) continue
      if (!isAllowed || !client.isOpen) throw apiError('channel_closed', {})
      return actor
    }
  }

  #admit(client: Client, name: string): Member {
    const { limits, house } = this.#options
    const { maxChannels, maxMembers } = house.settings.current.dapur.realtime
    if (this.of(client).size >= Math.min(limits.channels, maxChannels))
      throw apiError('requests_too_many', {})
    const max = Math.min(limits.members, maxMembers)
    if ((this.#list.get(name)?.members.size ?? 0) >= max) throw apiError('channel_full', { max })
    return this.#list.add(name, client)
  }

  *#send(client: Client, sending: Sending): Steps<void> {
    const { channel } = this.#membership(client, sending.channel)
    this.#count(client)
    let isAllowed: boolean
    do {
      yield* this.#settle(channel)
      const { actor } = client.session
      const question = { name: channel.name, right: 'send', actor } as const
      isAllowed = yield* allowsOnChannel(this.#options.house, question)
      // Where the database answers late, somebody may have lost the right meanwhile.
    } while (channel.doubted.size > 0)
    const { member } = this.#membership(client, sending.channel)
    if (!isAllowed) throw apiError('channel_send_refused', {})
    this.#tell(channel, member, sending)
  }

  /** From here on everybody on the channel may be there. */
  *#settle(channel: Channel): Steps<void> {
    const { house, keeper } = this.#options
    yield* keeper.settle()
    const now = house.clock.now()
    for (const member of channel.members.keys()) keeper.expire(member, now)
    yield* this.#guard.settle(channel)
  }

  /** What the channel itself has to tell, one after the other, and to nobody who may not be there any more. */
  #tellAll(channel: Channel, told: Message): void {
    channel.told = andThen(channel.told, () => steps(() => this.#tellSettled(channel, told)))
  }

  *#tellSettled(channel: Channel, told: Message): Steps<void> {
    do yield* this.#settle(channel)
    while (channel.doubted.size > 0)
    for (const member of channel.members.keys()) this.#options.outbox.put(member, told)
  }

  #membership(client: Client, name: string): { channel: Channel; member: Member } {
    const channel = this.of(client).get(name)
    const member = channel?.members.get(client)
    if (!channel || !member) throw apiError('channel_not_joined', {})
    return { channel, member }
  }

  #count(client: Client): void {
    const { limits, house } = this.#options
    const { burstSends: burstFrames, sendsPerSecond: framesPerSecond } = limits
    const now = house.clock.steady()
    let allowance = this.#senders.get(client)
    if (!allowance)
      this.#senders.set(client, (allowance = new Allowance({ ...limits, burstFrames, framesPerSecond }, now)))
    if (!allowance.take(0, now)) throw apiError('requests_too_many', {})
  }

  #tell(channel: Channel, sender: Member, { event, payload }: Sending): void {
    const from = memberText({ ...sender, state: undefined })
    const [name, kind] = [channel.name, event].map((text) => JSON.stringify(text))
    const told = messageOf(
      `{"type":"message","channel":${name},"event":${kind},"payload":${payload},"from":${from}}`,
      0,
    )
    for (const member of channel.members.keys())
      if (member !== sender.client) this.#options.outbox.put(member, told)
  }

  #dismiss(channel: Channel, { client, reason }: Member): void {
    this.#list.remove(channel, client)
    this.#options.outbox.put(client, message({ type: 'left', channel: channel.name, reason }))
  }
}
