import { randomString } from '../base/id.ts'
import { type Channel, type Member, memberText } from './channel.ts'
import type { Client } from './client.ts'
import type { Message } from './pipe.ts'
import { Presence } from './presence.ts'

export interface ChannelListOptions {
  /** Tell all members of a channel. */
  readonly tell: (channel: Channel, message: Message) => void
  /** How long comings and goings are collected, in ms. */
  readonly pause: number
}

const ID_LENGTH = 15
const none: ReadonlyMap<string, Channel> = new Map()

/** Who is on which channel. */
export class ChannelList {
  readonly #options: ChannelListOptions
  readonly #channels = new Map<string, Channel>()
  readonly #ofClients = new Map<Client, Map<string, Channel>>()
  /** The channels whose rules look at a collection, by its id. */
  readonly #readers = new Map<string, Set<Channel>>()

  constructor(options: ChannelListOptions) {
    this.#options = options
  }

  get all(): Iterable<Channel> {
    return this.#channels.values()
  }

  get(name: string): Channel | undefined {
    return this.#channels.get(name)
  }

  /** The channels of a client, by name. */
  of(client: Client): ReadonlyMap<string, Channel> {
    return this.#ofClients.get(client) ?? none
  }

  /** The channels by whose rules the records of this collection say who may be there. */
  readersOf(collectionId: string): Iterable<Channel> {
    return this.#readers.get(collectionId) ?? []
  }

  /** Make a client a member; the channel begins with its first one. */
  add(name: string, client: Client): Member {
    const channel = this.#channels.get(name) ?? this.#begin(name)
    const member: Member = {
      id: randomString(ID_LENGTH),
      client,
      state: undefined,
      doubts: 0,
      reason: 'actor',
    }
    channel.members.set(client, member)
    const known = this.#ofClients.get(client)
    if (known) known.set(name, channel)
    else this.#ofClients.set(client, new Map([[name, channel]]))
    return member
  }

  /** Show the others what a member is now. */
  show(channel: Channel, member: Member): void {
    if (member.state !== undefined) channel.presence.show(member.id, memberText(member))
  }

  remove(channel: Channel, client: Client): void {
    const member = channel.members.get(client)
    if (!member) return
    channel.members.delete(client)
    channel.doubted.delete(member)
    channel.presence.hide(member.id)
    const known = this.#ofClients.get(client)
    known?.delete(channel.name)
    if (known?.size === 0) this.#ofClients.delete(client)
    if (channel.members.size === 0) this.#end(channel)
  }

  /** Remember which collections a member's right to be here rests on. */
  noteReach(channel: Channel, collectionIds: Iterable<string>): void {
    for (const id of collectionIds) {
      channel.reach.add(id)
      const readers = this.#readers.get(id)
      if (readers) readers.add(channel)
      else this.#readers.set(id, new Set([channel]))
    }
  }

  #begin(name: string): Channel {
    const { tell, pause } = this.#options
    const presence = new Presence({
      channel: name,
      pause,
      tell: (message) => tell(channel, message),
    })
    const channel: Channel = {
      name,
      members: new Map(),
      doubted: new Set(),
      reach: new Set(),
      presence,
      told: undefined,
    }
    this.#channels.set(name, channel)
    return channel
  }

  #end(channel: Channel): void {
    channel.presence.stop()
    this.#channels.delete(channel.name)
    for (const id of channel.reach) {
      const readers = this.#readers.get(id)
      readers?.delete(channel)
      if (readers?.size === 0) this.#readers.delete(id)
    }
  }
}
