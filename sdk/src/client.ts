import { type AuthApi, authOf } from './auth.ts'
import type { Channel, ChannelOptions } from './channel.ts'
import { type CollectionsApi, collectionsOf } from './collections.ts'
import type { CallOptions } from './query.ts'
import { habitsOf, type RecordHabits } from './record-habits.ts'
import { recordsOf, type RecordsApi } from './records.ts'
import { type AuthStore, localStore } from './store.ts'
import { type Call, createTransport } from './transport.ts'
import { type ListeningApi, listeningOf } from './listening.ts'
import type { SocketMaker } from './line.ts'
import { Realtime } from './realtime.ts'
import type { HealthJson, RecordJson } from './wire.ts'

export interface ClientOptions {
  /** Where the session is kept: localStorage where there is one, else memory. */
  store?: AuthStore
  /** Another `fetch`, for tests or for a proxy. */
  fetch?: typeof globalThis.fetch
  /** Sent as Accept-Language. */
  language?: string
  /** For platforms that have none of their own, such as Node 20. */
  WebSocket?: SocketMaker
  /** How often a GET is tried again when the network or a gateway fails: twice unless told. */
  retries?: number
}

/** Everything that can be asked of one collection. */
export interface CollectionClient<T extends RecordJson>
  extends RecordsApi<T>, RecordHabits<T>, AuthApi<T>, ListeningApi<T> {}

/** Collection names and the records they hold. Without one of your own, every name is allowed. */
export type AnySchema = Record<string, RecordJson>

export interface Client<Schema extends Record<keyof Schema, RecordJson> = AnySchema> {
  readonly url: string
  /** Who is signed in. */
  readonly auth: AuthStore
  readonly collections: CollectionsApi
  /** All that `collection(…).subscribe` does, and the state of the connection. */
  readonly realtime: Realtime
  collection<Name extends keyof Schema & string>(name: Name): CollectionClient<Schema[Name]>
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
export function createClient<Schema extends Record<keyof Schema, RecordJson> = AnySchema>(
  url: string,
  options: ClientOptions = {},
): Client<Schema> {
  const transport = createTransport({
    url,
    store: options.store ?? localStore(),
    // Bound late and to its owner: browsers refuse a detached fetch.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    language: options.language ?? 'en-US',
    retries: options.retries ?? 2,
  })
  const realtime = new Realtime({
    url: transport.url,
    store: transport.store,
    // Absent in Node 20.
    WebSocket: options.WebSocket ?? globalThis.WebSocket,
  })
  return {
    url: transport.url,
    auth: transport.store,
    collections: collectionsOf(transport),
    realtime,
    collection<Name extends keyof Schema & string>(name: Name) {
      const records = recordsOf<Schema[Name]>(transport, name)
      return {
        ...records,
        ...habitsOf(records),
        ...authOf<Schema[Name]>(transport, name),
        ...listeningOf<Schema[Name]>(realtime, name),
      }
    },
    channel: (name, channelOptions) => realtime.channel(name, channelOptions),
    health: (callOptions) => transport.send({ method: 'GET', path: '/api/health', ...callOptions }),
    send: (call) => transport.send(call),
  }
}
