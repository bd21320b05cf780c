import type { AuthHouse } from '../auth/auth-house.ts'
import type { Actor } from '../base/actor.ts'
import type { Now } from '../base/now.ts'
import type { Respond } from './respond.ts'

/** What the routes need: the house of the verbs, and the door's own tools. */
export interface HttpHouse extends AuthHouse {
  readonly respond: Respond
  /** The actor behind an `Authorization` header; a guest when there is none or it is no good. */
  identify(authorization: string | undefined): Now<Actor>
}
