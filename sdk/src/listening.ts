import type { LiveList, LiveOptions } from './live.ts'
import type { RecordEvent, Realtime, SubscribeOptions } from './realtime.ts'
import type { Answer, Following, RecordOf } from './schema.ts'

/** What live lists take: which relations there are is known from the schema. */
export type LiveAsk<Schema, Name extends keyof Schema, Expand extends string> = Omit<LiveOptions, 'expand'> &
  Following<Schema, Name, Expand>

/** Changes of the records of one collection, as they happen. */
export interface ListeningApi<Schema, Name extends keyof Schema> {
  /**
   * @param topic `*` for all records, else the id of one
   * @returns how to stop
   * @example const stop = dapur.collection('orders').subscribe('*', ({ action, record }) => show(action, record))
   */
  subscribe(
    topic: string,
    listener: (event: RecordEvent<RecordOf<Schema[Name]>>) => void,
    options?: SubscribeOptions,
  ): () => void
  /**
   * Keeps a list as the server has it, whatever changes: what `list` would answer at every moment.
   *
   * @param listener called with the whole list, first and after each change
   * @example const open = dapur.collection('orders').live({ filter: filter`status = ${'open'}` }, (rows) => render(rows))
   */
  live<const Expand extends string = ''>(
    options: LiveAsk<Schema, Name, Expand>,
    listener: (items: readonly Answer<Schema, Name, Expand>[]) => void,
  ): LiveList<Answer<Schema, Name, Expand>>
}

/** The realtime calls of the collection with this name or id. */
export function listeningOf<Schema, Name extends keyof Schema & string>(
  realtime: Realtime,
  collection: Name,
): ListeningApi<Schema, Name> {
  return {
    subscribe: (topic, listener, options) => realtime.subscribe(`${collection}/${topic}`, listener, options),
    live: (options, listener) => realtime.live(collection, options, listener),
  }
}
