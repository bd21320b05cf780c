import { apiError } from '../base/error.ts'
import { isLate, type Steps } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import type { Cells } from '../records/change.ts'
import type { House, Work } from '../records/house.ts'
import { ActorKeeper } from './actor-keeper.ts'
import { BeyondTopics } from './beyond-topics.ts'
import { type Arrival, type Client, newClient } from './client.ts'
import { Conversation } from './conversation.ts'
import { Courier } from './courier.ts'
import { readStart, type Start } from './epoch.ts'
import { frameManner } from './frame-manner.ts'
import { inspectHub, type InspectPage } from './inspect.ts'
import { closeCodes, type Ending, type Limits, usualLimits } from './limits.ts'
import { LogKeeper } from './log-keeper.ts'
import type { Loss } from './manner.ts'
import { noteProgress } from './note-progress.ts'
import { Outbox } from './outbox.ts'
import type { Pipe } from './pipe.ts'
import type { Listening } from './sse-listening.ts'
import { Resumer } from './resume.ts'
import { sseManner } from './sse-manner.ts'
import { Topics } from './topics.ts'
import { wishOfTopic } from './wish.ts'

/** What the holder of a pipe tells the hub. */
export interface Connection {
  /** A text frame of so many bytes arrived. */
  receive(text: string, bytes: number): void
  /** Something that is no text frame arrived: a sign of life, which counts as a frame too. */
  hear(bytes: number): void
  /** The connection has ended. */
  end(): void
}

/** Where the wish of a listener comes from, and in whose name. */
export interface Sender {
  readonly address: string
  /** The `Authorization` header. */
  readonly authorization: string | undefined
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
  readonly #clients = new Map<string, Client>()
  readonly #topics = new Topics()
  readonly #outbox: Outbox
  readonly #keeper: ActorKeeper
  readonly #courier: Courier
  readonly #logKeeper: LogKeeper
  readonly #beyond: BeyondTopics
  readonly #conversation: Conversation
  #sweeper: NodeJS.Timeout | undefined
  #watcher: NodeJS.Timeout | undefined
  #ending: Ending | undefined

  constructor(house: House, start: Start, limits: Limits) {
    const { buffered, turn } = limits
    this.#house = house
    this.#limits = limits
    this.#start = start
    const giveUp = (client: Client): void => this.#giveUp(client)
    this.#outbox = new Outbox({ clock: house.clock, turn, buffered, onTooSlow: giveUp })
    this.#keeper = new ActorKeeper(house, (client, reason) => this.#tellLoss(client, reason))
    const parts = { house, topics: this.#topics, keeper: this.#keeper, outbox: this.#outbox }
    this.#courier = new Courier({ ...parts, seq: start.seq, turn, giveUp })
    this.#logKeeper = new LogKeeper(house, limits.prune)
    const seq = (): number => this.#courier.seq
    this.#beyond = new BeyondTopics({ ...parts, limits, seq })
    const watch = (): void => this.#courier.watch()
    this.#conversation = new Conversation({
      ...parts,
      resumer: new Resumer({ ...parts, limits, seq, epoch: start.epoch }),
      watch,
      limits,
      live: this.#beyond.live,
      channels: this.#beyond.channels,
      seq,
      refuse: (client, code) => this.#close(client, code, 'too much'),
    })
  }

  /** How many are connected. */
  get size(): number {
    return this.#clients.size
  }

  /** Who is connected, to what, and how far behind: a page of it as JSON. */
  inspect(page: InspectPage): string {
    const { live, channels } = this.#beyond
    const { seq } = this.#courier
    return inspectHub({ house: this.#house, clients: this.#clients, live, channels, seq }, page)
  }

  /**
   * Take in a new connection in frames. It is greeted at once, and a guest's until it says otherwise.
   *
   * @example const connection = hub.connect(pipe, '10.0.0.1'); socket.on('message', (text) => connection.receive(text, text.length))
   */
  connect(pipe: Pipe, address: string): Connection {
    const client = this.#admit({ manner: frameManner, address, open: () => pipe })
    return {
      receive: (text, bytes) => this.#receive(client, text, bytes),
      hear: (bytes) => this.#hear(client, bytes),
      end: () => this.#forget(client),
    }
  }

  /**
   * Take in a listener of an event stream (contract services.md §3.1). It cannot send anything: what it wants to hear
   * comes by `listen`, under the id that its first event tells.
   *
   * @example const { end } = hub.stream((id) => pipeTo(response, id), '10.0.0.1'); response.on('close', end)
   */
  stream(open: Arrival['open'], address: string): Pick<Connection, 'end'> {
    const client = this.#admit({ manner: sseManner, address, open })
    return { end: () => this.#forget(client) }
  }

  /**
   * Say what a stream is to hear from now on, and for whom (contract services.md §3.2): the list replaces the one before.
   *
   * Errors: `listener_unknown` 404, `bad_request` 400 from another address than the stream was opened from, `forbidden`
   * 403 where it speaks for somebody else already.
   *
   * @example await hub.listen({ clientId, topics: ['posts/*'] }, { address: '10.0.0.1', authorization })
   */
  async listen({ clientId, topics }: Listening, { address, authorization }: Sender): Promise<void> {
    const client = this.#clients.get(clientId)
    if (client?.manner !== sseManner) throw apiError('listener_unknown', {})
    if (client.address !== address) throw apiError('bad_request', {})
    await this.#keeper.claim(client, authorization)
    if (client.isOpen) this.#listenTo(client, new Set(topics.filter((topic) => topic !== '')))
  }

  /**
   * Tell a client something on a topic that no record speaks on, and take the topic from it: of any number of messages
   * it hears the first. Answers false, and tells nothing, where there is no such client, it does not listen to the
   * topic, or it is connected from another address.
   *
   * @example hub.tellOnce(state, '@oauth2', { address: ask.ip, data: { state, code } })
   */
  tellOnce(id: string, topic: string, { address, data }: { address: string; data: object }): boolean {
    const client = this.#clients.get(id)
    const key = client?.calls.get(topic)
    if (!client || key === undefined || client.address !== address) return false
    client.calls.delete(topic)
    this.#outbox.put(client, client.manner.message(topic, key, JSON.stringify(data)))
    return true
  }

  /** For `House.onDelete`: a step of every delete, inside its transaction. */
  beforeDelete(work: Work, deleted: { readonly collection: Collection; readonly cells: Cells }): Steps<void> {
    return this.#courier.beforeDelete(work, deleted)
  }

  /** Say good-bye to all, and take in nobody any more. */
  close(ending: Ending = 'stopping'): void {
    this.#ending = ending
    for (const client of this.#clients.values()) this.#close(client, ...goodBye(ending))
    this.#courier.close()
    this.#logKeeper.close()
    this.#keeper.close()
    this.#beyond.stop()
  }

  #admit(arrival: Arrival): Client {
    const client = newClient(arrival, this.#limits, this.#house.clock.steady())
    if (this.#ending) {
      client.isOpen = false
      client.pipe.close(...goodBye(this.#ending))
      return client
    }
    this.#clients.set(client.id, client)
    this.#sweeper ??= setInterval(() => this.#sweep(), this.#limits.sweep).unref()
    this.#watcher ??= setInterval(() => this.#courier.watch(), this.#limits.watch).unref()
    this.#courier.watch()
    const { epoch } = this.#start
    const { seq } = this.#courier
    client.outbox.seq = seq
    const heartbeat = this.#limits.heartbeat / 1000
    this.#outbox.put(client, client.manner.greet(client.id, { epoch, seq, heartbeat }))
    return client
  }

  #listenTo(client: Client, topics: ReadonlySet<string>): void {
    for (const subscription of client.subscriptions.values())
      if (!topics.has(subscription.key)) this.#topics.remove(subscription)
    for (const topic of client.calls.keys()) if (!topics.has(topic)) client.calls.delete(topic)
    for (const topic of topics) {
      // What it hears already goes on without a break.
      if (client.subscriptions.has(topic) || client.calls.has(topic)) continue
      const wish = wishOfTopic(topic)
      if (wish) this.#topics.add(client, topic, wish, this.#courier.seq)
      else client.calls.set(topic, topic)
    }
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
    const told = client.manner.loss(reason)
    if (told) this.#outbox.put(client, told)
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
    client.calls.clear()
    this.#beyond.forget(client)
    this.#clients.delete(client.id)
    if (this.#clients.size > 0) return
    clearInterval(this.#sweeper)
    clearInterval(this.#watcher)
    this.#sweeper = this.#watcher = undefined
  }

  /** What time alone brings about: the ends of tokens, of silence, and of patience. */
  #sweep(): void {
    const { clock } = this.#house
    const [now, steady] = [clock.now(), clock.steady()]
    for (const client of this.#clients.values()) {
      this.#keeper.expire(client, now)
      this.#watch(client, steady)
    }
    this.#courier.settle()
    this.#beyond.sweep()
  }

  #watch(client: Client, now: number): void {
    const { pipe } = client
    if (noteProgress(client, now) > this.#limits.drain) return this.#giveUp(client)
    switch (client.manner.due(client, now, this.#limits)) {
      case 'ping':
        client.pingedAt = now
        return pipe.ping()
      case 'cut':
        this.#forget(client)
        return pipe.cut()
      case 'close':
        return this.#close(client, closeCodes.goingAway, 'its time is over')
      case undefined:
        return
    }
  }
}

function goodBye(ending: Ending): [code: number, reason: string] {
  return ending === 'stopping'
    ? [closeCodes.goingAway, 'the server is stopping']
    : [closeCodes.restarting, 'the server begins anew']
}

/**
 * Open the hub of a house: from here on changes are told to whoever connects.
 *
 * @example const hub = await openHub(house)
 */
export async function openHub(house: House, limits: Partial<Limits> = {}): Promise<Hub> {
  return new Hub(house, await readStart(house), { ...usualLimits, ...limits })
}
