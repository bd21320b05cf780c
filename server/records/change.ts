import type { Collection } from '../collections/collection.ts'
import type { Cell } from '../storage/dialect.ts'

/** A committed create, update or delete of one record. */
export interface Change {
  /** The place in the change log: grows with each commit. */
  readonly seq: number
  readonly action: 'create' | 'update' | 'delete'
  readonly collection: Collection
  readonly recordId: string
  /** The cells after the write, by field name; undefined after a delete. */
  readonly after: Cells | undefined
  /** The cells before the write; undefined for a create. */
  readonly before: Cells | undefined
}

/** A record's stored form by field name. */
export type Cells = Readonly<Record<string, Cell>>

/** Who wants to know of changes; filled by higher rooms. */
export interface ChangeListeners {
  /** In the turn of the COMMIT, before any answer: for caches. Must be quick and must not throw. */
  readonly onCommit: Set<(change: Change) => void>
  /** After the answers, in commit order: for events. */
  readonly afterCommit: Set<(change: Change) => void>
  /**
   * In the turn of the COMMIT: an API key or a session of this record is gone, though the record stays as it is. Must
   * be quick and must not throw.
   */
  readonly onRevoke: Set<(owner: Owner) => void>
}

/** The account that something belongs to. */
export interface Owner {
  readonly collectionRef: string
  readonly recordRef: string
}

export function changeListeners(): ChangeListeners {
  return { onCommit: new Set(), afterCommit: new Set(), onRevoke: new Set() }
}
