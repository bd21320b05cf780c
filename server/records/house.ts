import type { Actor } from '../base/actor.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Now, Steps } from '../base/now.ts'
import type { LiveCatalog } from '../collections/catalog.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import type { FileStore } from '../files/file-store.ts'
import type { HookTable } from '../hooks/hook-table.ts'
import type { LiveSettings } from '../settings/live-settings.ts'
import type { RateLimits } from '../settings/rate-limits.ts'
import type { Storage, Writer } from '../storage/dialect.ts'
import type { Cells, ChangeListeners } from './change.ts'

/** What the verbs of `records/` need. Higher rooms extend it with their own parts; `app.ts` builds the one object. */
export interface House {
  readonly storage: Storage
  readonly catalog: LiveCatalog
  readonly clock: Clock
  readonly log: Log
  readonly changes: ChangeListeners
  readonly settings: LiveSettings
  readonly rateLimits: RateLimits
  /** Where the files of records are kept. */
  readonly files: FileStore
  /** The keys of files that are stored for writes which are not committed yet. */
  readonly arriving: Set<string>
  /** Own code around the verbs. */
  readonly hooks: HookTable
  /** What higher rooms have to do, or to refuse, inside the transaction of every create. */
  readonly onInsert: Set<InsertStep>
  /** The same inside the transaction of every update. */
  readonly onUpdate: Set<InsertStep>
  /** What higher rooms have to know of a record before it goes, inside the transaction of its delete. */
  readonly onDelete: Set<DeleteStep>
  /** Make a password's stored form. Slow on purpose, off the loop. */
  hashPassword(plain: string): Promise<string>
  /** Does this plain password belong to this stored form? */
  verifyPassword(plain: string, stored: string): Promise<boolean>
}

/** One write in its transaction. */
export interface Work {
  readonly house: House
  readonly catalog: Catalog
  readonly tx: Writer
  /** Milliseconds since 1970, and the same as it is stored. */
  readonly at: number
  readonly now: string
  /** Who wrote, for the change log: `collectionId:recordId`, empty for guests. */
  readonly actorName: string
  /** Is this a transaction that may take its time, because it does not stop the loop? */
  readonly mayWait: boolean
  /** Take a breath: long writes on a connection of their own let others run now and then. */
  pause(): Now<void>
}

/** A record that was just inserted, or updated, inside its transaction. */
export interface Inserted {
  readonly actor: Actor
  readonly collection: Collection
  readonly cells: Cells
}

/** Runs after the write in the same transaction: what it throws undoes it. */
export type InsertStep = (work: Work, inserted: Inserted) => Steps<void>

/** Runs before the delete in the same transaction: what it throws undoes it. */
export type DeleteStep = (work: Work, deleted: Deleted) => Steps<void>

/** A record that is about to go; `cells` is the very object that its change will carry as `before`. */
export interface Deleted {
  readonly collection: Collection
  readonly cells: Cells
}
