import type { AuthHouse } from '../auth/auth-house.ts'
import type { Actor } from '../base/actor.ts'
import type { Now } from '../base/now.ts'
import type { Hub } from '../realtime/hub.ts'
import type { FileKeeper } from '../records/file-keeper.ts'
import type { FileHouse } from '../records/find-file.ts'
import type { Respond } from './respond.ts'

/** What the routes need: the house of the verbs, and the door's own tools. */
export interface HttpHouse extends AuthHouse, FileHouse {
  /** The folder for files that come with requests: on the volume of the data, and emptied at each start. */
  readonly tmp: string
  readonly fileKeeper: FileKeeper
  readonly respond: Respond
  /** Everyone who listens. */
  readonly hub: Hub
  /** The actor behind an `Authorization` header; a guest when there is none or it is no good. */
  identify(authorization: string | undefined): Now<Actor>
}
