import type { Channel, ChannelOptions } from './channel.ts'
import { ApiError } from './error.ts'
import type { Incoming } from './line.ts'
import { errorOfFrame, type LineAccess, type LinePart, report } from './line-part.ts'
import type { FrameId, MemberJson, MessageFrame } from './frames.ts'

interface Entry {
  /** Of its `join` frames: a name may be longer than an id. */
  readonly id: string
  readonly name: string
  readonly options: ChannelOptions
  readonly listeners: Map<string, Set<(payload: never, from: MemberJson) => void>>
  presence: unknown
  members: ReadonlyMap<string, MemberJson>
  member: string | undefined
}

interface Waiting {
  readonly resolve: () => void
  readonly reject: (error: ApiError) => void
}

type FrameOf<Type extends Incoming['type']> = Extract<Incoming, { type: Type }>

const nobody: ReadonlyMap<string, MemberJson> = new Map()

/** The channels of one client. */
export class Channels implements LinePart {
  readonly #line: LineAccess
  readonly #entries = new Map<string, Entry>()
  readonly #waiting = new Map<FrameId, Waiting>()
  #count = 0

  constructor(line: LineAccess) {
    this.#line = line
  }

  get size(): number {
    return this.#entries.size
  }

  join<Messages extends object>(name: string, options: ChannelOptions): Channel<Messages> {
    if (this.#entries.has(name)) throw new Error(`This client is on the channel "${name}" already.`)
    const { presence } = options
    this.#count += 1
    const entry: Entry = {
      id: `c${this.#count}`,
      name,
      options,
      listeners: new Map(),
      presence,
      members: nobody,
      member: undefined,
    }
    this.#entries.set(name, entry)
    if (this.#line.isOpen) this.#ask(entry)
    else this.#line.wake()
    return this.#handle(entry)
  }

  opened(): void {
    for (const entry of this.#entries.values()) this.#ask(entry)
  }

  signedIn(): void {
    for (const entry of this.#entries.values()) if (entry.member === undefined) this.#ask(entry)
  }

  closed(): void {
    for (const entry of this.#entries.values()) this.#empty(entry)
    const error = new ApiError({ status: 0, code: 'network_failed', message: 'The connection is gone.' })
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  hear(frame: Incoming): void {
    if (frame.type === 'ok') this.#confirm(frame)
    else if (frame.type === 'presence') this.#meet(frame)
    else if (frame.type === 'message' && 'channel' in frame) this.#tell(frame)
    else if (frame.type === 'left') this.#leave(frame)
    else if (frame.type === 'error') this.#fail(frame)
  }

  #handle<Messages extends object>(entry: Entry): Channel<Messages> {
    return {
      name: entry.name,
      get members() {
        return [...entry.members.values()]
      },
      get member() {
        return entry.member
      },
      on: (event, listener) => listenIn(entry, event, listener),
      send: (event, payload) => this.#send(entry, event, payload),
      show: (presence) => {
        entry.presence = presence
        if (this.#line.isOpen) this.#ask(entry)
      },
      leave: () => {
        if (this.#entries.get(entry.name) !== entry) return
        this.#entries.delete(entry.name)
        this.#line.send({ type: 'leave', id: `-${entry.id}`, channel: entry.name })
        this.#line.rest()
      },
    }
  }

  #ask({ id, name, presence }: Entry): void {
    this.#line.send({ type: 'join', id, channel: name, presence })
  }

  #send({ name: channel }: Entry, event: string, payload: unknown): Promise<void> {
    this.#count += 1
    const id = `m${this.#count}`
    return new Promise((resolve, reject) => {
      if (!this.#line.isOpen)
        return reject(new ApiError({ status: 0, code: 'network_failed', message: 'There is no connection.' }))
      this.#waiting.set(id, { resolve, reject })
      this.#line.send({ type: 'send', id, channel, event, payload, ack: true })
    })
  }

  #confirm({ id, member, presence }: FrameOf<'ok'>): void {
    this.#waiting.get(id)?.resolve()
    this.#waiting.delete(id)
    const entry = this.#entryOf(id)
    if (!entry || !presence) return
    entry.member = member
    entry.members = new Map(presence.map((known) => [known.id, known]))
    this.#showMembers(entry)
  }

  #meet({ channel, joined, changed, left }: FrameOf<'presence'>): void {
    const entry = this.#entries.get(channel)
    if (!entry) return
    const members = new Map(entry.members)
    for (const member of [...joined, ...changed]) members.set(member.id, member)
    for (const id of left) members.delete(id)
    entry.members = members
    this.#showMembers(entry)
  }

  #tell({ channel, event, payload, from }: MessageFrame<never>): void {
    const listeners = this.#entries.get(channel)?.listeners.get(event) ?? []
    for (const listen of listeners) listen(payload, from)
  }

  #leave({ channel, reason }: FrameOf<'left'>): void {
    const entry = this.#entries.get(channel)
    if (!entry) return
    this.#empty(entry)
    entry.options.onLeft?.(reason)
  }

  #fail(frame: FrameOf<'error'>): void {
    const error = errorOfFrame(frame, this.#line.url)
    const entry = this.#entryOf(frame.id)
    if (entry) report(error, entry.options.onError)
    if (frame.id === null) return
    this.#waiting.get(frame.id)?.reject(error)
    this.#waiting.delete(frame.id)
  }

  #entryOf(id: FrameId | null): Entry | undefined {
    return [...this.#entries.values()].find((entry) => entry.id === id)
  }

  #empty(entry: Entry): void {
    entry.member = undefined
    if (entry.members.size === 0) return
    entry.members = nobody
    this.#showMembers(entry)
  }

  #showMembers({ options, members }: Entry): void {
    options.onPresence?.([...members.values()])
  }
}

function listenIn(
  { listeners }: Entry,
  event: string,
  listener: (payload: never, from: MemberJson) => void,
): () => void {
  const known = listeners.get(event) ?? new Set()
  listeners.set(event, known.add(listener))
  return () => known.delete(listener)
}
