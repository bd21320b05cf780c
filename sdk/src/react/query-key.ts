import type { Client } from '../client.ts'

/** What the cache knows a question by: the server, the collection, who asks, and what. */
export type DapurKey = readonly ['dapur', url: string, collection: string, actor: string, ...asked: unknown[]]

/** All that was asked of a collection, as whoever is signed in: nobody is shown what another one saw. */
export function keyOf<Schema extends object>(
  dapur: Client<Schema>,
  collection: keyof Schema & string,
): DapurKey {
  const { session } = dapur.auth
  const actor = session ? `${session.record.collectionName}/${session.record.id}` : ''
  return ['dapur', dapur.url, collection, actor]
}
