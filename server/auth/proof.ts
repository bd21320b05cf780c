import type { RecordActor } from '../base/actor.ts'
import type { Cells } from '../records/change.ts'
import type { AuthCollection } from './auth-collection.ts'

/** Whose a credential of an `Authorization` header is, and how long it holds. */
export interface Proof {
  readonly collection: AuthCollection
  readonly record: Cells
  readonly actor: RecordActor
  /** Milliseconds since 1970; Infinity for what has no end. */
  readonly end: number
}
