export type { AuthApi, Credentials } from './auth.ts'
export type { Channel, ChannelOptions } from './channel.ts'
export {
  type AnySchema,
  type Client,
  type ClientOptions,
  type CollectionClient,
  createClient,
} from './client.ts'
export type { CollectionInput, CollectionsApi } from './collections.ts'
export { ApiError } from './error.ts'
export { filter } from './filter.ts'
export type { ConnectionState, SocketLike, SocketMaker } from './line.ts'
export type { ListeningApi } from './listening.ts'
export type { LiveList, LiveOptions } from './live.ts'
export type { CallOptions, ListOptions, QueryValue, RecordOptions } from './query.ts'
export type { Realtime, RecordEvent, SubscribeOptions } from './realtime.ts'
export type { RecordHabits } from './record-habits.ts'
export type { RecordInput, RecordsApi } from './records.ts'
export { type AuthStore, localStore, memoryStore, type Session } from './store.ts'
export { readToken } from './token.ts'
export type { Call } from './transport.ts'
export type * from './frames.ts'
export type * from './wire.ts'
