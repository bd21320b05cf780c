import type { AuthStore } from './store.ts'
import type { Call, Transport } from './transport.ts'

/** What the sub-paths of this SDK need of a client. */
export interface Caller {
  readonly url: string
  readonly auth: AuthStore
  send<T>(call: Call): Promise<T>
}

/** The same, as what carries the calls. */
export function transportOf(client: Caller): Transport {
  return { url: client.url, store: client.auth, send: (call) => client.send(call) }
}
