import type { House } from '../records/house.ts'
import type { Outbox } from './outbox.ts'

/** What signing in needs beyond the verbs: mails. */
export interface AuthHouse extends House {
  readonly outbox: Outbox
}
