import { type Message, messageOf } from './pipe.ts'

export interface PresenceOptions {
  /** The name of the channel. */
  readonly channel: string
  /** How long comings and goings are collected at least, in ms. */
  readonly pause: number
  /** Send this to every member. */
  readonly tell: (message: Message) => void
}

/**
 * Who is on a channel: what all of its members know, and what they are told next. However many come and go, each member
 * hears of it once a turn, and at most every so many ms.
 */
export class Presence {
  readonly #options: PresenceOptions
  /** Members as JSON, by id: as they are, and as they were told. */
  readonly #present = new Map<string, string>()
  readonly #told = new Map<string, string>()
  readonly #changed = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #isPlanned = false

  constructor(options: PresenceOptions) {
    this.#options = options
  }

  /** Show a member, or show it anew. */
  show(id: string, member: string): void {
    if (this.#present.get(id) === member) return
    this.#present.set(id, member)
    this.#note(id)
  }

  hide(id: string): void {
    if (this.#present.delete(id)) this.#note(id)
  }

  /** A JSON list for who joins: all that were told, and the newcomer. The rest comes with the next message. */
  listFor(id: string): string {
    const own = this.#present.get(id)
    const others = [...this.#told].flatMap(([other, member]) => (other === id ? [] : [member]))
    return `[${[...others, ...(own === undefined ? [] : [own])].join(',')}]`
  }

  /** Nobody is here any more. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#changed.clear()
  }

  #note(id: string): void {
    this.#changed.add(id)
    if (this.#isPlanned || this.#timer) return
    this.#isPlanned = true
    setImmediate(() => this.#flush())
  }

  #flush(): void {
    this.#isPlanned = false
    this.#timer = undefined
    if (this.#changed.size === 0) return
    const told = this.#takeChanges()
    this.#timer = setTimeout(() => this.#flush(), this.#options.pause).unref()
    if (told) this.#options.tell(told)
  }

  /** What became of those that changed, for who knows what was told; undefined where all is as it was. */
  #takeChanges(): Message | undefined {
    const [joined, changed, left]: [string[], string[], string[]] = [[], [], []]
    for (const id of this.#changed) {
      const [now, before] = [this.#present.get(id), this.#told.get(id)]
      if (now === before) continue
      if (now === undefined) left.push(JSON.stringify(id))
      else (before === undefined ? joined : changed).push(now)
      if (now === undefined) this.#told.delete(id)
      else this.#told.set(id, now)
    }
    this.#changed.clear()
    if (joined.length + changed.length + left.length === 0) return undefined
    const lists = `"joined":[${joined.join(',')}],"changed":[${changed.join(',')}],"left":[${left.join(',')}]`
    return messageOf(`{"type":"presence","channel":${JSON.stringify(this.#options.channel)},${lists}}`, 0)
  }
}
