import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Storage } from '../storage/dialect.ts'
import type { LiveCatalog } from './catalog.ts'

/** What the verbs of this room stand on. The house of `records/` has the same parts, and more. */
export interface Foundation {
  readonly storage: Storage
  readonly catalog: LiveCatalog
  readonly clock: Clock
  /** Told of views that no longer fit what they read. */
  readonly log?: Pick<Log, 'warn'>
}
