import type { FetchPublic } from '../base/fetch-public.ts'
import type { House } from '../records/house.ts'
import type { Outbox } from './outbox.ts'

/** What signing in needs beyond the verbs: mails, and other servers. */
export interface AuthHouse extends House {
  readonly outbox: Outbox
  /** May what a superuser configured, a provider's token endpoint say, lie on a private address? */
  readonly privateEndpoints: boolean
  /** Ask an address that comes from data, on the public internet only: `base/guarded-fetch.ts`. */
  readonly fetchPublic: FetchPublic
  /** The folder for what arrives: on the volume of the data, and emptied at each start. */
  readonly tmp: string
  /** Seconds by which the clock of whoever issued an id token may be wrong. */
  readonly idTokenLeeway: number
}
