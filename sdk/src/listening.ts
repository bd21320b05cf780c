import type { LiveList, LiveOptions } from './live.ts'
import type { RecordEvent, Realtime, SubscribeOptions } from './realtime.ts'
import type { RecordJson } from './wire.ts'

/** Changes of the records of one collection, as they happen. */
export interface ListeningApi<T> {
  /**
   * @param topic `*` for all records, else the id of one
   * @returns how to stop
   * @example const stop = dapur.collection('orders').subscribe('*', ({ action, record }) => show(action, record))
   */
  subscribe(topic: string, listener: (event: RecordEvent<T>) => void, options?: SubscribeOptions): () => void
  /**
   * Keeps a list as the server has it, whatever changes: what `list` would answer at every moment.
   *
   * @param listener called with the whole list, first and after each change
   * @example const open = dapur.collection('orders').live({ filter: filter`status = ${'open'}` }, (rows) => render(rows))
   */
  live(options: LiveOptions, listener: (items: readonly T[]) => void): LiveList<T>
}

/** The realtime calls of the collection with this name or id. */
export function listeningOf<T = RecordJson>(realtime: Realtime, collection: string): ListeningApi<T> {
  return {
    subscribe: (topic, listener, options) =>
      realtime.subscribe<T>(`${collection}/${topic}`, listener, options),
    live: (options, listener) => realtime.live<T>(collection, options, listener),
  }
}
