import type { AuthHouse } from '../auth/auth-house.ts'
import type { Actor } from '../base/actor.ts'
import type { Now } from '../base/now.ts'
import type { Health } from '../ops/health.ts'
import type { Jobs } from '../ops/jobs.ts'
import type { Webhooks } from '../ops/webhooks/webhooks.ts'
import type { LoopDelay } from '../ops/metrics/loop-delay.ts'
import type { RequestCounts } from '../ops/metrics/request-counts.ts'
import type { Hub } from '../realtime/hub.ts'
import type { RestoreHouse } from '../ops/backups/backup-house.ts'
import type { FileKeeper } from '../records/file-keeper.ts'
import type { FileHouse } from '../records/find-file.ts'
import type { AnsweredListener } from '../ops/answered-request.ts'
import type { LogHouse } from '../ops/logs/log-house.ts'
import type { Compress } from './compress.ts'
import type { Respond } from './respond.ts'
import type { SocketPlaces } from './socket-places.ts'

/** What the routes need: the house of the verbs, and the door's own tools. */
export interface HttpHouse extends AuthHouse, FileHouse, RestoreHouse, LogHouse {
  readonly fileKeeper: FileKeeper
  readonly health: Health
  /** What was answered since the process started. */
  readonly requests: RequestCounts
  readonly loopDelay: () => LoopDelay
  /** What is done by the clock. */
  readonly jobs: Jobs
  readonly webhooks: Webhooks
  readonly respond: Respond
  /** How large answers are written; undefined where nothing is compressed. */
  readonly compress: Compress | undefined
  /** The folder of the owner's own site; undefined for none. */
  readonly publicDir: string | undefined
  /** Does `index.html` of that folder answer for what is not in it? */
  readonly indexFallback: boolean
  /** Told of every answered request (`answered.ts`). */
  readonly answered: AnsweredListener[]
  /** How many sockets and streams each address holds. */
  readonly places: SocketPlaces
  /** Everyone who listens. */
  readonly hub: Hub
  /** The actor behind an `Authorization` header; a guest when there is none or it is no good. */
  identify(authorization: string | undefined): Now<Actor>
}
