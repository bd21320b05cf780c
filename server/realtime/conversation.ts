import { ApiError, apiError } from '../base/error.ts'
import { newRandomId } from '../base/id.ts'
import { andThen, isLate, type Now } from '../base/now.ts'
import type { House } from '../records/house.ts'
import type { ActorKeeper } from './actor-keeper.ts'
import type { Client } from './client.ts'
import { type Frame, type FrameId, idOf, parseFrame, parseText, type SubscribeOptions } from './frames.ts'
import { closeCodes, type Limits } from './limits.ts'
import type { Outbox } from './outbox.ts'
import { message } from './pipe.ts'
import type { Topics } from './topics.ts'
import { wishOf } from './wish.ts'

export interface ConversationOptions {
  readonly house: House
  readonly limits: Limits
  readonly topics: Topics
  readonly keeper: ActorKeeper
  readonly outbox: Outbox
  /** The newest change that was told. */
  readonly seq: () => number
  /** Close a client that asks too much. */
  readonly refuse: (client: Client, code: number) => void
}

type Asked = { readonly id: FrameId }

/** Answers what clients send, one frame after the other (`realtime.md`, *Frames*). */
export class Conversation {
  readonly #options: ConversationOptions

  constructor(options: ConversationOptions) {
    this.#options = options
  }

  /** Answer one frame. Never fails: what goes wrong becomes an `error` frame. */
  answer(client: Client, text: string): Now<void> {
    let id: FrameId | null = null
    try {
      const value = parseText(text)
      id = idOf(value)
      const answered = this.#answer(client, parseFrame(value))
      return isLate(answered) ? answered.catch((error: unknown) => this.#fail(client, id, error)) : answered
    } catch (error) {
      return this.#fail(client, id, error)
    }
  }

  /** It sends faster than anyone needs to. */
  refuseFlood(client: Client): void {
    this.#fail(client, null, apiError('requests_too_many', {}))
    this.#options.refuse(client, closeCodes.tooMuch)
  }

  #answer(client: Client, frame: Frame): Now<void> {
    if (!client.isOpen) return undefined
    switch (frame.type) {
      case 'auth':
        return this.#signIn(client, frame)
      case 'subscribe':
        return this.#subscribe(client, frame)
      case 'unsubscribe':
        return this.#unsubscribe(client, frame)
      case 'ping':
        return this.#send(client, frame.id === undefined ? { type: 'pong' } : { type: 'pong', id: frame.id })
    }
  }

  #signIn(client: Client, { id, token }: Asked & { readonly token: string | null }): Now<void> {
    const { keeper } = this.#options
    if (token === null) keeper.signOut(client)
    const isGood = token === null || keeper.signIn(client, token)
    return andThen(isGood, (isGood) => {
      if (!isGood) throw apiError('sign_in_needed', {})
      const { actor } = client.session
      const shown = actor.kind === 'guest' ? null : { id: actor.id, collection: actor.collectionName }
      this.#send(client, { type: 'ok', id, actor: shown })
    })
  }

  #subscribe(client: Client, { id, ...options }: Asked & SubscribeOptions): void {
    const { topics, limits, seq, refuse } = this.#options
    const key = JSON.stringify(id)
    if (client.subscriptions.has(key) || [...client.calls.values()].includes(key))
      throw apiError('body_malformed', { why: `the id ${key} is taken` })
    if (client.subscriptions.size + client.calls.size >= limits.subscriptions) {
      this.#fail(client, id, apiError('requests_too_many', {}))
      return refuse(client, closeCodes.tooMuch)
    }
    if (options.topic.startsWith('@')) client.calls.set(options.topic, key)
    else topics.add(client, key, wishOf(options, limits.filter), seq())
    this.#send(client, { type: 'ok', id, seq: seq() })
  }

  #unsubscribe(client: Client, { id, sub }: Asked & { readonly sub: FrameId }): void {
    const key = JSON.stringify(sub)
    const subscription = client.subscriptions.get(key)
    const [topic] = [...client.calls].find(([, called]) => called === key) ?? []
    if (subscription) this.#options.topics.remove(subscription)
    else if (topic !== undefined) client.calls.delete(topic)
    else throw apiError('body_malformed', { why: `there is no subscription ${key}` })
    this.#send(client, { type: 'ok', id })
  }

  #send(client: Client, frame: object): void {
    this.#options.outbox.put(client, message(frame))
  }

  #fail(client: Client, id: FrameId | null, error: unknown): void {
    const known = error instanceof ApiError ? error : this.#unexpected(error)
    const { status, data, code, origin } = known
    const frame = { type: 'error', id, status, message: known.message, data }
    this.#send(client, origin === 'ours' ? { ...frame, code } : frame)
  }

  #unexpected(error: unknown): ApiError {
    const request = newRandomId()
    this.#options.house.log.error({ request, err: error }, 'a frame could not be answered')
    return apiError('internal', { request }, { cause: error })
  }
}
