import type { ErrorCode } from '../base/error.ts'
import type { AuthOptions } from '../collections/collection.ts'
import type { Cells } from '../records/change.ts'
import type { Ask } from '../records/request.ts'
import type { AuthCollection } from './auth-collection.ts'
import type { AuthHouse } from './auth-house.ts'

/**
 * A way to prove who one is. It never makes a session: `signIn` does that for all of them, so that rules,
 * factors and alerts are written once.
 */
export interface AuthMethod {
  /** As a second factor and `@request.context` call it. */
  readonly name: string
  /** Does the contract know nothing of it? Then clients find it under `dapur`. */
  readonly isOurs?: true
  /** Does the collection allow this way? */
  isEnabled(collection: AuthCollection): boolean
  /** What it answers where it is not allowed. */
  readonly offCode: OffCode
  /** The part of `GET …/auth-methods` that describes this way to clients. */
  describe(auth: AuthOptions): object
  /**
   * Find out whose proof this is, in a collection that allows this way (`wayIn` sees to that).
   *
   * Errors: `body_malformed` and `validation_failed` 400 for a body that is no proof; `credentials_wrong` 400 for a
   * wrong one, the same and as slowly whether the account exists or not.
   */
  finish(house: AuthHouse, attempt: Attempt): Promise<Identity>
}

/** The code of a way that a collection does not allow: `password_auth_disabled`, `oauth2_disabled`, … */
type OffCode = Extract<ErrorCode, `${string}_disabled`>

/** What somebody sends to prove who they are. */
export interface Attempt {
  readonly ask: Ask
  readonly collection: AuthCollection
  readonly body: Readonly<Record<string, unknown>>
}

/** Whose proof it was. */
export interface Identity {
  readonly record: Cells
  /** What the client may want to know of the way: the `meta` of the answer. */
  readonly meta?: object
}
