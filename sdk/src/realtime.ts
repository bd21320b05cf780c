import { Bookmark } from './bookmark.ts'
import type { Channel, ChannelOptions } from './channel.ts'
import { Channels } from './channels.ts'
import type { ApiError } from './error.ts'
import type { ChangeFrame } from './frames.ts'
import { type ConnectionState, type Incoming, Line, type SocketLike, type SocketMaker } from './line.ts'
import { errorOfFrame, type LineAccess, type LinePart, report } from './line-part.ts'
import { LateStream } from './late-stream.ts'
import { type LiveList, LiveLists, type LiveOptions } from './live.ts'
import { Redirects, type Way } from './redirects.ts'
import type { AuthStore } from './store.ts'
import type { RecordJson } from './wire.ts'

/** A committed change, in the order of the commits. `leave`: the record is there, but no longer yours to see. */
export type RecordEvent<T = RecordJson> = Omit<ChangeFrame<T>, 'type' | 'sub'>

export interface SubscribeOptions {
  /** Only changes of records that match. */
  filter?: string | undefined
  expand?: string | undefined
  fields?: string | undefined
  /**
   * Changes were missed that cannot be told any more: load again what you show. After a cut this is rare: the server
   * tells what was missed. The reason is `retention`, `epoch` (the data was restored), `rules` (they have changed),
   * `undecidable` or `failed`.
   */
  onGap?: (reason: string) => void
  /** The server refuses the subscription, which is over then. Without this, the error is thrown to the top. */
  onError?: (error: ApiError) => void
}

interface RealtimeOptions {
  /** The server's, beginning with http. */
  url: string
  store: AuthStore
  fetch: typeof globalThis.fetch
  WebSocket: SocketMaker | undefined
}

interface Subscription {
  topic: string
  options: SubscribeOptions
  hear: (event: RecordEvent<never>) => void
  bookmark: Bookmark
}

type FrameOf<Type extends Incoming['type']> = Extract<Incoming, { type: Type }>

const PROTOCOL = 'dapur.v1'
/** How often a socket is tried before it is taken for blocked. */
const TRIES = 2

/** Changes as they happen, over one socket for all subscriptions, signed in and out as the store says. */
export class Realtime {
  readonly #options: RealtimeOptions
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #listeners = new Set<(state: ConnectionState) => void>()
  readonly #lists: LiveLists
  readonly #channels: Channels
  readonly #redirects: Redirects
  #count = 0
  #epoch = ''
  #isSocket = false
  #hasHadSocket = false
  #line: Line | undefined

  constructor(options: RealtimeOptions) {
    this.#options = options
    const access = this.#access()
    this.#lists = new LiveLists(access)
    this.#channels = new Channels(access)
    this.#redirects = new Redirects(access)
  }

  /**
   * Listens to a topic. The socket opens with the first subscription and closes with the last.
   *
   * @param topic `posts/*` or `posts/RECORD_ID`
   * @returns how to stop
   */
  subscribe<T = RecordJson>(
    topic: string,
    listener: (event: RecordEvent<T>) => void,
    options: SubscribeOptions = {},
  ): () => void {
    const line = (this.#line ??= this.#open())
    this.#count += 1
    const id = `s${this.#count}`
    const subscription: Subscription = { topic, options, hear: listener, bookmark: new Bookmark() }
    this.#subscriptions.set(id, subscription)
    if (line.isOpen) this.#ask(id, subscription)
    else line.start()
    return () => this.#stop(id)
  }

  /**
   * Keeps a list as the server has it: what a list request would answer at every moment, whatever changes.
   *
   * @param listener called with the whole list, first and after each change
   */
  live<T = RecordJson>(
    collection: string,
    options: LiveOptions,
    listener: (items: readonly T[]) => void,
  ): LiveList<T> {
    return this.#lists.add(collection, options, listener)
  }

  /** Joins a channel; see the client's own `channel`. */
  channel<Messages extends object = Record<string, unknown>>(
    name: string,
    options: ChannelOptions = {},
  ): Channel<Messages> {
    return this.#channels.join(name, options)
  }

  /** Begins a way to a provider and back: what `signInWithOAuth2` is made of. */
  awaitCode(way: Way): Promise<string> {
    return this.#redirects.begin(way)
  }

  /** Called at every change of the connection; returns how to stop. */
  onConnection(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #open(): Line {
    this.#options.store.onChange(() => {
      this.#signIn()
      for (const part of this.#parts) part.signedIn()
    })
    return new Line({
      dial: (failures) => this.#dial(failures),
      onFrame: (frame) => this.#hear(frame),
      onState: (state) => {
        if (state === 'waiting' || state === 'closed') for (const part of this.#parts) part.closed()
        for (const listen of this.#listeners) listen(state)
      },
    })
  }

  #dial(failures: number): SocketLike {
    const { url, fetch, WebSocket: Socket } = this.#options
    // A network may let no sockets through, then every other try is a stream; one that has come through comes back.
    const isBlocked = !this.#hasHadSocket && failures >= TRIES && failures % 2 === 0
    this.#isSocket = Socket !== undefined && !isBlocked
    if (!Socket || isBlocked) return new LateStream(url, fetch)
    return new Socket(`${url.replace(/^http/, 'ws')}/api/realtime`, PROTOCOL)
  }

  #signIn(): void {
    this.#line?.send({ type: 'auth', id: 'auth', token: this.#options.store.token || null })
  }

  #ask(id: string, { topic, options: { filter, expand, fields }, bookmark }: Subscription): void {
    bookmark.ask()
    this.#line?.send({ type: 'subscribe', id, topic, filter, expand, fields, since: bookmark.since })
  }

  #stop(id: string): void {
    if (!this.#subscriptions.delete(id)) return
    this.#line?.send({ type: 'unsubscribe', id: `-${id}`, sub: id })
    this.#rest()
  }

  /** What live queries and channels may do with the line. */
  #access(): LineAccess {
    const isOpen = (): boolean => this.#line?.isOpen === true
    return {
      url: this.#options.url,
      get isOpen() {
        return isOpen()
      },
      send: (frame) => this.#line?.send(frame),
      wake: () => (this.#line ??= this.#open()).start(),
      rest: () => this.#rest(),
    }
  }

  get #parts(): readonly LinePart[] {
    return [this.#lists, this.#channels, this.#redirects]
  }

  #rest(): void {
    if (this.#subscriptions.size === 0 && this.#parts.every(({ size }) => size === 0)) this.#line?.stop()
  }

  #hear(frame: Incoming): void {
    for (const part of this.#parts) part.hear(frame)
    if (frame.type === 'hello') this.#resume(frame)
    else if (frame.type === 'ok') this.#confirm(frame)
    else if (frame.type === 'event') this.#tell(frame)
    else if (frame.type === 'caughtUp') this.#catchUp(frame)
    else if (frame.type === 'gap') this.#admitGap(frame)
    else if (frame.type === 'error') this.#fail(frame)
  }

  #resume({ epoch }: FrameOf<'hello'>): void {
    this.#epoch = epoch
    this.#hasHadSocket ||= this.#isSocket
    if (this.#options.store.token !== '') this.#signIn()
    for (const [id, subscription] of this.#subscriptions) this.#ask(id, subscription)
    for (const part of this.#parts) part.opened()
  }

  #confirm({ id, seq }: FrameOf<'ok'>): void {
    if (seq !== undefined) this.#subscriptions.get(String(id))?.bookmark.confirm(this.#epoch, seq)
  }

  #tell({ sub, seq, action, record, changed }: FrameOf<'event'>): void {
    const subscription = this.#subscriptions.get(String(sub))
    subscription?.bookmark.hear(seq)
    // What is told while catching up says nothing of how far the others are.
    if (!subscription?.bookmark.isCatchingUp)
      for (const { bookmark } of this.#subscriptions.values()) bookmark.pass(seq)
    subscription?.hear({ seq, action, record, changed })
  }

  #catchUp({ sub, seq }: FrameOf<'caughtUp'>): void {
    this.#subscriptions.get(String(sub))?.bookmark.catchUp(this.#epoch, seq)
  }

  #admitGap({ sub, reason }: FrameOf<'gap'>): void {
    for (const [id, { options }] of this.#subscriptions) {
      if (sub === undefined || String(sub) === id) options.onGap?.(reason)
    }
  }

  #fail(frame: FrameOf<'error'>): void {
    const refused = this.#subscriptions.get(String(frame.id))
    // A refused sign-in leaves a guest; whoever uses the token hears of it by HTTP.
    if (!refused) return
    this.#stop(String(frame.id))
    report(errorOfFrame(frame, this.#options.url), refused.options.onError)
  }
}
