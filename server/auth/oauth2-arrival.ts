import type { Secrets } from '../records/deed.ts'
import type { Json, OAuthProfile } from './providers/provider.ts'

/** Somebody whom a provider has vouched for. */
export interface Arrival {
  readonly provider: string
  readonly profile: Required<OAuthProfile>
  /** What a new record is to have. */
  readonly createData: Json
}

/** An arrival, and what is slow on purpose and therefore done before the transaction. */
export interface PreparedArrival extends Arrival {
  /** Makes a password that nobody knows, once. */
  readonly lock: () => Promise<readonly (readonly [string, unknown])[]>
  /** The hash of a password of the client's own, and the picture in its place. */
  readonly ready: Secrets | undefined
}
