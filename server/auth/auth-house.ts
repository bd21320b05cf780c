import type { House } from '../records/house.ts'
import type { Outbox } from './outbox.ts'

/** What signing in needs beyond the verbs: mails, and other servers. */
export interface AuthHouse extends House {
  readonly outbox: Outbox
  /** May what a superuser configured, a provider's token endpoint say, lie on a private address? */
  readonly privateEndpoints: boolean
  /** Seconds by which the clock of whoever issued an id token may be wrong. */
  readonly idTokenLeeway: number
}
