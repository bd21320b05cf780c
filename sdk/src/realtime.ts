import { ApiError } from './error.ts'
import { type ConnectionState, type Incoming, Line, type SocketMaker } from './line.ts'
import type { AuthStore } from './store.ts'
import type { ChangeFrame, RecordJson } from './wire.ts'

/** A committed change, in the order of the commits. `leave`: the record is there, but no longer yours to see. */
export type RecordEvent<T = RecordJson> = Omit<ChangeFrame<T>, 'type' | 'sub'>

export interface SubscribeOptions {
  /** Only changes of records that match. */
  filter?: string | undefined
  expand?: string | undefined
  fields?: string | undefined
  /** Changes may have been missed, as after a cut: load again what you show. */
  onGap?: () => void
  /** The server refuses the subscription, which is over then. Without this, the error is thrown to the top. */
  onError?: (error: ApiError) => void
}

interface RealtimeOptions {
  /** The server's, beginning with http. */
  url: string
  store: AuthStore
  WebSocket: SocketMaker | undefined
}

interface Subscription {
  topic: string
  options: SubscribeOptions
  hear: (event: RecordEvent<never>) => void
  /** It has been answered before: what happened since on another connection is lost. */
  isOld: boolean
}

type FrameOf<Type extends Incoming['type']> = Extract<Incoming, { type: Type }>

/** Changes as they happen, over one socket for all subscriptions, signed in and out as the store says. */
export class Realtime {
  readonly #options: RealtimeOptions
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #listeners = new Set<(state: ConnectionState) => void>()
  #count = 0
  #line: Line | undefined

  constructor(options: RealtimeOptions) {
    this.#options = options
  }

  /**
   * Listens to a topic. The socket opens with the first subscription and closes with the last.
   *
   * @param topic `posts/*` or `posts/RECORD_ID`
   * @returns how to stop
   */
  subscribe<T extends RecordJson = RecordJson>(
    topic: string,
    listener: (event: RecordEvent<T>) => void,
    options: SubscribeOptions = {},
  ): () => void {
    const line = (this.#line ??= this.#open())
    this.#count += 1
    const id = `s${this.#count}`
    const subscription: Subscription = { topic, options, hear: listener, isOld: false }
    this.#subscriptions.set(id, subscription)
    if (line.isOpen) this.#ask(id, subscription)
    else line.start()
    return () => this.#stop(id)
  }

  /** Called at every change of the connection; returns how to stop. */
  onConnection(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #open(): Line {
    const { url, store, WebSocket: Socket } = this.#options
    if (!Socket) throw new Error('There is no WebSocket here: hand one to createClient.')
    store.onChange(() => this.#signIn())
    return new Line({
      url: `${url.replace(/^http/, 'ws')}/api/realtime`,
      Socket,
      onFrame: (frame) => this.#hear(frame),
      onState: (state) => {
        for (const listen of this.#listeners) listen(state)
      },
    })
  }

  #signIn(): void {
    this.#line?.send({ type: 'auth', id: 'auth', token: this.#options.store.token || null })
  }

  #ask(id: string, { topic, options: { filter, expand, fields } }: Subscription): void {
    this.#line?.send({ type: 'subscribe', id, topic, filter, expand, fields })
  }

  #stop(id: string): void {
    if (!this.#subscriptions.delete(id)) return
    if (this.#subscriptions.size === 0) this.#line?.stop()
    else this.#line?.send({ type: 'unsubscribe', id: `-${id}`, sub: id })
  }

  #hear(frame: Incoming): void {
    if (frame.type === 'hello') this.#resume()
    else if (frame.type === 'ok') this.#confirm(frame)
    else if (frame.type === 'event') this.#tell(frame)
    else if (frame.type === 'gap') this.#admitGap(frame)
    else if (frame.type === 'error') this.#fail(frame)
  }

  #resume(): void {
    if (this.#options.store.token !== '') this.#signIn()
    for (const [id, subscription] of this.#subscriptions) this.#ask(id, subscription)
  }

  #confirm({ id }: FrameOf<'ok'>): void {
    const subscription = this.#subscriptions.get(String(id))
    if (!subscription) return
    const { isOld, options } = subscription
    subscription.isOld = true
    // Only now: what is loaded from here on can miss nothing.
    if (isOld) options.onGap?.()
  }

  #tell({ sub, seq, action, record, changed }: FrameOf<'event'>): void {
    this.#subscriptions.get(String(sub))?.hear({ seq, action, record, changed })
  }

  #admitGap({ sub }: FrameOf<'gap'>): void {
    for (const [id, { options }] of this.#subscriptions) {
      if (sub === undefined || String(sub) === id) options.onGap?.()
    }
  }

  #fail({ id, status, message, data, code = `http_${status}` }: FrameOf<'error'>): void {
    const refused = this.#subscriptions.get(String(id))
    // A refused sign-in leaves a guest; whoever uses the token hears of it by HTTP.
    if (!refused) return
    this.#stop(String(id))
    const error = new ApiError({ status, code, message, data, url: this.#options.url })
    if (refused.options.onError) return refused.options.onError(error)
    // As if a listener of the browser had thrown: seen by window.onerror, and fatal in Node.
    queueMicrotask(() => {
      throw error
    })
  }
}
