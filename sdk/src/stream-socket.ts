import type { ClientFrame, FrameId, LiveQuery, ServerFrame } from './frames.ts'
import type { SocketLike } from './line.ts'
import { streamEvents } from './stream-events.ts'
import type { Json } from './wire.ts'

type FrameOf<Type extends ClientFrame['type']> = Extract<ClientFrame, { type: Type }>

interface Topic {
  /** What the server knows it by, options and all. */
  readonly key: string
  readonly topic: string
  /** Asked for with a point to resume at, which a stream cannot. */
  readonly wasCut: boolean
  readonly live: LiveQuery | undefined
  isTold: boolean
}

const PATH = '/api/realtime'
/** A stream has no history to resume in. */
const EPOCH = 'stream'
/** How often the other side has to show that it is there, in seconds: each time costs a request. */
const HEARTBEAT = 60

/**
 * An event stream (contract services.md §3) that behaves as a socket would, for where there is none. It cannot resume and
 * has no channels: after a cut each subscription is told of a `gap`, and a live list is asked for again after each change.
 */
export class StreamSocket implements SocketLike {
  readonly #url: string
  readonly #fetch: typeof globalThis.fetch
  readonly #abort = new AbortController()
  readonly #topics = new Map<FrameId, Topic>()
  readonly #reloads = new Map<FrameId, 'under way' | 'again'>()
  #hear: (event: { readonly data: string }) => void = () => undefined
  #end: () => void = () => undefined
  #connection = ''
  #token = ''
  #isTelling = false
  #isDue = false

  /** @param url the server's, beginning with http */
  constructor(url: string, fetch: typeof globalThis.fetch) {
    this.#url = url
    this.#fetch = fetch
    // A network that fails is the end of the line, which comes back by itself.
    this.#listen().then(
      () => this.close(),
      () => this.close(),
    )
  }

  addEventListener(type: 'message' | 'close' | 'error', listener: (event: { data: unknown }) => void): void {
    if (type === 'message') this.#hear = listener
    else if (type === 'close') this.#end = () => listener({ data: undefined })
  }

  close(): void {
    if (this.#abort.signal.aborted) return
    this.#abort.abort()
    this.#end()
  }

  send(text: string): void {
    const frame: ClientFrame = JSON.parse(text)
    if (frame.type === 'auth') this.#signIn(frame)
    else if (frame.type === 'subscribe') this.#subscribe(frame)
    else if (frame.type === 'live')
      this.#topics.set(frame.id, topicOf(`${frame.collection}/*`, {}, { live: frame }))
    else if (frame.type === 'unsubscribe') this.#topics.delete(frame.sub)
    else if (frame.type === 'join' || frame.type === 'send')
      return this.#refuse(frame.id, 'Channels need a WebSocket, which there is none of here.')
    else if (frame.type === 'leave') return
    // A ping, too: that the server takes the topics shows that it is there.
    this.#isDue = true
    if (this.#isTelling) return
    this.#isTelling = true
    queueMicrotask(() => void this.#tellAll())
  }

  /** A list may be another one for somebody else. */
  #signIn({ token }: FrameOf<'auth'>): void {
    this.#token = token ?? ''
    for (const topic of this.#topics.values()) if (topic.live) topic.isTold = false
  }

  #subscribe({ id, topic, filter, expand, fields, query, headers, since }: FrameOf<'subscribe'>): void {
    const options = { query: { ...query, filter, expand, fields }, headers }
    this.#topics.set(id, topicOf(topic, options, { wasCut: since !== undefined }))
  }

  /** One request after the other: the last word has to be the one that stays. */
  async #tellAll(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false
      await this.#tell([...this.#topics])
    }
    this.#isTelling = false
  }

  /** Says all topics at once, as whoever is signed in. */
  async #tell(topics: readonly (readonly [FrameId, Topic])[]): Promise<void> {
    const subscriptions = [...new Set(topics.map(([, { key }]) => key))]
    const body = JSON.stringify({ clientId: this.#connection, subscriptions })
    const answer = await this.#ask(PATH, { method: 'POST', body }).catch(() => undefined)
    // Somebody else may not take over a stream: they get one of their own.
    if (!answer?.ok) return this.close()
    this.#say({ type: 'pong' })
    for (const [id, topic] of topics) {
      if (topic.isTold || this.#topics.get(id) !== topic) continue
      topic.isTold = true
      if (topic.live) this.#reload(id, topic.live)
      else this.#confirm(id, topic)
    }
  }

  #confirm(id: FrameId, { wasCut }: Topic): void {
    this.#say({ type: 'ok', id, seq: 0 })
    if (!wasCut) return
    this.#say({ type: 'gap', sub: id, from: 0, reason: EPOCH })
    this.#say({ type: 'caughtUp', sub: id, seq: 0 })
  }

  /** One request at a time for each list: what changes meanwhile asks for one more. */
  #reload(id: FrameId, live: LiveQuery): void {
    if (this.#reloads.has(id)) return void this.#reloads.set(id, 'again')
    this.#reloads.set(id, 'under way')
    void this.#load(id, live).finally(() => {
      const isStale = this.#reloads.get(id) === 'again'
      this.#reloads.delete(id)
      if (isStale && this.#topics.has(id)) this.#reload(id, live)
    })
  }

  async #load(id: FrameId, { collection, limit, filter, sort, expand, fields }: LiveQuery): Promise<void> {
    const query = new URLSearchParams({ perPage: String(limit) })
    for (const [key, value] of Object.entries({ filter, sort, expand, fields }))
      if (value !== undefined) query.set(key, value)
    const path = `/api/collections/${encodeURIComponent(collection)}/records?${query}`
    try {
      const answer = await this.#ask(path)
      // The wire contract vouches for it, as in the transport.
      const body = JSON.parse(await answer.text())
      if (!this.#topics.has(id)) return
      if (answer.ok)
        this.#say({ type: 'snapshot', sub: id, items: body.items, total: body.totalItems, seq: 0 })
      else if (answer.status < 500) this.#say({ ...body, type: 'error', id })
      else this.close()
    } catch {
      // Without an answer nobody knows what the list is: the next connection asks for it again.
      this.close()
    }
  }

  async #listen(): Promise<void> {
    const { body } = await this.#ask(PATH, { headers: { accept: 'text/event-stream' } })
    if (!body) return
    for await (const { name, data } of streamEvents(body)) {
      if (name === 'PB_CONNECT') this.#greet(JSON.parse(data))
      else this.#pass(name, JSON.parse(data))
    }
  }

  #greet({ clientId }: { clientId: string }): void {
    this.#connection = clientId
    this.#say({ type: 'hello', connection: clientId, epoch: EPOCH, seq: 0, heartbeat: HEARTBEAT })
  }

  #pass(key: string, data: Json): void {
    for (const [id, topic] of this.#topics) {
      if (topic.key !== key) continue
      if (topic.live) this.#reload(id, topic.live)
      else if (topic.topic.startsWith('@')) this.#say({ type: 'message', sub: id, topic: topic.topic, data })
      else this.#say({ type: 'event', sub: id, seq: 0, changed: [], ...Object(data) })
    }
  }

  #ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers: Record<string, string> = {
      ...(this.#token !== '' && { authorization: this.#token }),
      ...(init.body ? { 'content-type': 'application/json' } : {}),
    }
    return this.#fetch(this.#url + path, {
      ...init,
      headers: { ...headers, ...Object(init.headers) },
      signal: this.#abort.signal,
    })
  }

  #refuse(id: FrameId, message: string): void {
    this.#say({ type: 'error', id, status: 400, code: 'channels_need_websocket', message, data: {} })
  }

  #say(frame: ServerFrame): void {
    if (!this.#abort.signal.aborted) this.#hear({ data: JSON.stringify(frame) })
  }
}

function topicOf(
  topic: string,
  options: object,
  { live, wasCut = false }: { live?: LiveQuery; wasCut?: boolean },
): Topic {
  const text = JSON.stringify(options)
  const isPlain = text === '{}' || text === '{"query":{}}'
  const key = isPlain ? topic : `${topic}?options=${encodeURIComponent(text)}`
  return { key, topic, live, wasCut, isTold: false }
}
