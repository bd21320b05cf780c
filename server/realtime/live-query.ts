import type { Catalog } from '../collections/collection.ts'
import type { ListReach } from '../records/list-reach.ts'
import type { Client, Wish } from './client.ts'
import type { LiveRows } from './live-diff.ts'

/** The list that a client wants to have at every moment: its first `limit` records. */
export interface LiveQuery extends Wish {
  readonly sort: string
  readonly limit: number
}

/** A live query of one client. */
export interface Live {
  readonly client: Client
  /** The client's own name for it: the `id` of its frame, as JSON. */
  readonly key: string
  readonly query: LiveQuery
  /** Tell the client what a list request would answer instead of a list. */
  readonly fail: (error: unknown) => void
  group: LiveGroup
  /** What the client has; undefined before its snapshot, and while the list cannot be read. */
  shown: LiveRows | undefined
  /** Why it cannot, as it was told last. */
  failure: string | undefined
}

/** Live queries that have the same answer: read once for all of them. */
export interface LiveGroup {
  readonly key: string
  /** What it was made for. */
  readonly catalog: Catalog
  readonly query: LiveQuery
  readonly reach: ListReach
  readonly members: Set<Live>
  /** What was read last, and how long its JSON is; `LiveGroups.hold` sets both. */
  rows: LiveRows | undefined
  size: number
  isDirty: boolean
  isReading: boolean
  /** Counts what may have taken a right from its members: what was read before counts no more. */
  rights: number
  /** When it may be read again, in ms of the steady clock. */
  notBefore: number
}
