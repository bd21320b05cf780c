import { isLate, type Steps } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import type { Cells } from '../records/change.ts'
import type { House, Work } from '../records/house.ts'
import { ActorKeeper, type Loss } from './actor-keeper.ts'
import { type Client, newClient } from './client.ts'
import { Conversation } from './conversation.ts'
import { Courier } from './courier.ts'
import { readStart, type Start } from './epoch.ts'
import { closeCodes, type Limits, usualLimits } from './limits.ts'
import { Outbox } from './outbox.ts'
import { message, type Pipe } from './pipe.ts'
import { Topics } from './topics.ts'

/** What the holder of a pipe tells the hub. */
export interface Connection {
  /** A text frame of so many bytes arrived. */
  receive(text: string, bytes: number): void
  /** Something that is no text frame arrived: a sign of life, which counts as a frame too. */
  hear(bytes: number): void
  /** The connection has ended. */
  end(): void
}

/**
 * Everyone who is connected, and the way of each committed change to them (`realtime.md`).
 *
 * It knows of no socket and no HTTP: whoever has a connection hands in a `Pipe`.
 */
export class Hub {
  readonly #house: House
  readonly #limits: Limits
  readonly #start: Start
  readonly #clients = new Set<Client>()
  readonly #topics = new Topics()
  readonly #outbox: Outbox
  readonly #keeper: ActorKeeper
  readonly #courier: Courier
  readonly #conversation: Conversation
  #sweeper: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(house: House, start: Start, limits: Limits) {
    const { slice, buffered, turn } = limits
    this.#house = house
    this.#limits = limits
    this.#start = start
    this.#outbox = new Outbox({ slice, buffered, onTooSlow: (client) => this.#giveUp(client) })
    this.#keeper = new ActorKeeper(house, (client, reason) => this.#tellLoss(client, reason))
    const parts = { house, topics: this.#topics, keeper: this.#keeper, outbox: this.#outbox }
    this.#courier = new Courier({ ...parts, seq: start.seq, turn })
    this.#conversation = new Conversation({
      ...parts,
      limits,
      seq: () => this.#courier.seq,
      refuse: (client, code) => this.#close(client, code, 'too much'),
    })
  }

  /** How many are connected. */
  get size(): number {
    return this.#clients.size
  }

  /**
   * Take in a new connection. It is greeted at once, and a guest's until it says otherwise.
   *
   * @example const connection = hub.connect(pipe); socket.on('message', (text) => connection.receive(text, text.length))
   */
  connect(pipe: Pipe): Connection {
    const client = newClient(pipe, this.#limits, this.#house.clock.steady())
    if (this.#isClosed) {
      client.isOpen = false
      pipe.close(closeCodes.goingAway, 'the server is stopping')
    } else {
      this.#clients.add(client)
      this.#sweeper ??= setInterval(() => this.#sweep(), this.#limits.sweep).unref()
      this.#greet(client)
    }
    return {
      receive: (text, bytes) => this.#receive(client, text, bytes),
      hear: (bytes) => this.#hear(client, bytes),
      end: () => this.#forget(client),
    }
  }

  /** For `House.onDelete`: a step of every delete, inside its transaction. */
  beforeDelete(work: Work, deleted: { readonly collection: Collection; readonly cells: Cells }): Steps<void> {
    return this.#courier.beforeDelete(work, deleted)
  }

  /** Say good-bye to all, and take in nobody any more. */
  close(): void {
    this.#isClosed = true
    for (const client of this.#clients) this.#close(client, closeCodes.goingAway, 'the server is stopping')
    this.#courier.close()
    this.#keeper.close()
  }

  #greet(client: Client): void {
    const { epoch } = this.#start
    const { seq } = this.#courier
    client.outbox.seq = seq
    const heartbeat = this.#limits.heartbeat / 1000
    this.#outbox.put(client, message({ type: 'hello', connection: client.id, epoch, seq, heartbeat }))
  }

  #receive(client: Client, text: string, bytes: number): void {
    if (!this.#hear(client, bytes)) return
    if (!isLate(client.answered)) {
      client.answered = this.#conversation.answer(client, text)
      return
    }
    client.answered = client.answered.then(() => this.#conversation.answer(client, text))
  }

  #hear(client: Client, bytes: number): boolean {
    if (!client.isOpen) return false
    const now = this.#house.clock.steady()
    client.heardAt = now
    if (client.allowance.take(bytes, now)) return true
    this.#conversation.refuseFlood(client)
    return false
  }

  #tellLoss(client: Client, reason: Loss): void {
    this.#outbox.put(client, message({ type: 'auth', actor: null, reason }))
  }

  #giveUp(client: Client): void {
    this.#close(client, closeCodes.tooSlow, JSON.stringify({ seq: client.outbox.seq }))
  }

  #close(client: Client, code: number, reason: string): void {
    if (!client.isOpen) return
    this.#outbox.flush(client)
    if (!client.isOpen) return
    this.#forget(client)
    client.pipe.close(code, reason)
  }

  #forget(client: Client): void {
    client.isOpen = false
    client.outbox.messages = []
    for (const subscription of client.subscriptions.values()) this.#topics.remove(subscription)
    this.#keeper.signOut(client)
    this.#clients.delete(client)
    if (this.#clients.size > 0) return
    clearInterval(this.#sweeper)
    this.#sweeper = undefined
  }

  /** What time alone brings about: the ends of tokens, of silence, and of patience. */
  #sweep(): void {
    const { clock } = this.#house
    const [now, steady] = [clock.now(), clock.steady()]
    for (const client of this.#clients) {
      this.#keeper.expire(client, now)
      this.#watch(client, steady)
    }
    this.#courier.settle()
  }

  #watch(client: Client, now: number): void {
    const { pipe, outbox } = client
    const { heartbeat, drain } = this.#limits
    const taken = outbox.written - pipe.buffered
    if (pipe.buffered <= 0 || taken > outbox.taken) outbox.takenAt = now
    outbox.taken = taken
    if (now - outbox.takenAt > drain) return this.#giveUp(client)
    if (now - client.heardAt > 2 * heartbeat) {
      this.#forget(client)
      return pipe.cut()
    }
    if (now - Math.max(client.heardAt, client.pingedAt) < heartbeat) return
    client.pingedAt = now
    pipe.ping()
  }
}

/**
 * Open the hub of a house: from here on changes are told to whoever connects.
 *
 * @example const hub = await openHub(house)
 */
export async function openHub(house: House, limits: Partial<Limits> = {}): Promise<Hub> {
  return new Hub(house, await readStart(house), { ...usualLimits, ...limits })
}
