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
}

/** The realtime calls of the collection with this name or id. */
export function listeningOf<T extends RecordJson = RecordJson>(
  realtime: Realtime,
  collection: string,
): ListeningApi<T> {
  return {
    subscribe: (topic, listener, options) =>
      realtime.subscribe<T>(`${collection}/${topic}`, listener, options),
  }
}
