import { type AuthApi, authOf } from './auth.ts'
import { type AuthHabits, authHabitsOf } from './auth-habits.ts'
import type { Channel, ChannelOptions } from './channel.ts'
import { type CollectionsApi, collectionsOf } from './collections.ts'
import type { CallOptions } from './query.ts'
import { habitsOf, type RecordHabits } from './record-habits.ts'
import { pagesOf } from './pages.ts'
import { pathOf, recordsOf, type RecordsApi } from './records.ts'
import type { AnySchema, RecordOf } from './schema.ts'
import { batchOf, type BatchFiller, type BatchReply } from './batch.ts'
import { type FilesApi, filesOf } from './files.ts'
import { keepFresh } from './fresh.ts'
import { type AuthStore, localStore } from './store.ts'
import { type Call, createTransport, type Transport } from './transport.ts'
import { type ListeningApi, listeningOf } from './listening.ts'
import type { SocketMaker } from './line.ts'
import { Realtime } from './realtime.ts'
import type { HealthJson } from './wire.ts'

export interface ClientOptions {
  /** Where the session is kept: localStorage where there is one, else memory. */
  store?: AuthStore
  /** Another `fetch`, for tests or for a proxy. */
  fetch?: typeof globalThis.fetch
  /** Sent as Accept-Language. */
  language?: string
  /** For platforms that have none of their own, such as Node 20; without one, changes come by an event stream. */
  WebSocket?: SocketMaker
  /** How often a GET is tried again when the network or a gateway fails: twice unless told. */
  retries?: number
  /** `false`: do not renew a token before it ends. */
  refresh?: boolean
}

/** Everything that can be asked of one collection. */
export interface CollectionClient<Schema, Name extends keyof Schema>
  extends
    RecordsApi<Schema, Name>,
    RecordHabits<Schema, Name>,
    AuthApi<RecordOf<Schema[Name]>>,
    AuthHabits<RecordOf<Schema[Name]>>,
    ListeningApi<Schema, Name> {}

export interface Client<Schema extends object = AnySchema> {
  readonly url: string
  /** Who is signed in. */
  readonly auth: AuthStore
  readonly collections: CollectionsApi
  /** All that `collection(…).subscribe` does, and the state of the connection. */
  readonly realtime: Realtime
  collection<Name extends keyof Schema & string>(name: Name): CollectionClient<Schema, Name>
  /**
   * Joins a channel, now and after every cut, until you leave it.
   *
   * @example
   * const room = dapur.channel<{ said: string }>('lobby', { presence: { name }, onPresence: (members) => showMembers(members) })
   * room.on('said', (text, from) => show(text, from.actor))
   * await room.send('said', 'Hi!')
   */
  channel<Messages extends object = Record<string, unknown>>(
    name: string,
    options?: ChannelOptions,
  ): Channel<Messages>
  readonly files: FilesApi
  /**
   * Sends several writes as one, which happen all or not at all. `create` makes the id here, so that later writes can
   * name it.
   *
   * @returns what the server answers to each, in their order
   * @example
   * await dapur.batch((b) => {
   *   const order = b.collection('orders').create({ table: 4 })
   *   b.collection('items').create({ order: order.id, dish })
   * })
   */
  batch(fill: BatchFiller<Schema>, options?: CallOptions): Promise<BatchReply[]>
  health(options?: CallOptions): Promise<HealthJson>
  /** Any other request, with the token of the store. Throws an `ApiError`. */
  send<T>(call: Call): Promise<T>
}

/**
 * The client of one Dapur server.
 *
 * @param url where the server is, without `/api`
 * @example
 * const dapur = createClient('http://localhost:8090')
 * await dapur.collection('users').signIn({ email, password })
 * const page = await dapur.collection('orders').list({ filter: filter`status = ${'open'}`, sort: '-created' })
 */
export function createClient<Schema extends object = AnySchema>(
  url: string,
  options: ClientOptions = {},
): Client<Schema> {
  const fetch = options.fetch ?? fetchHere
  const transport = createTransport({
    url,
    store: options.store ?? localStore(),
    fetch,
    language: options.language ?? 'en-US',
    retries: options.retries ?? 2,
  })
  if (options.refresh !== false) keepFresh(transport)
  const realtime = new Realtime({
    url: transport.url,
    store: transport.store,
    fetch,
    // Absent in Node 20.
    WebSocket: options.WebSocket ?? globalThis.WebSocket,
  })
  return {
    url: transport.url,
    auth: transport.store,
    collections: collectionsOf(transport),
    realtime,
    collection: (name) => collectionOf<Schema, typeof name>(transport, realtime, name),
    channel: (name, channelOptions) => realtime.channel(name, channelOptions),
    files: filesOf(transport),
    batch: (fill, callOptions) => batchOf<Schema>(transport, fill, callOptions),
    health: (callOptions) => transport.send({ method: 'GET', path: '/api/health', ...callOptions }),
    send: (call) => transport.send(call),
  }
}

// Bound late and to its owner: browsers refuse a detached fetch.
const fetchHere: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init)

function collectionOf<Schema extends object, Name extends keyof Schema & string>(
  transport: Transport,
  realtime: Realtime,
  name: Name,
): CollectionClient<Schema, Name> {
  const records = recordsOf<Schema, Name>(transport, name)
  const auth = authOf<RecordOf<Schema[Name]>>(transport, name, (way) => realtime.awaitCode(way))
  return {
    ...records,
    ...habitsOf<Schema, Name>(records, pagesOf(transport, pathOf(name))),
    ...auth,
    ...authHabitsOf(auth),
    ...listeningOf<Schema, Name>(realtime, name),
  }
}
