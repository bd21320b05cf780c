import type { Client } from './client.ts'
import type { Desk } from './desk.ts'

/** Does this client already have something by this name of its own, the `id` of a frame as JSON? */
export function isTaken(client: Client, key: string, { live }: Pick<Desk, 'live'>): boolean {
  return client.subscriptions.has(key) || [...client.calls.values()].includes(key) || live.of(client).has(key)
}
