import type { Collection } from '../collections/collection.ts'
import type { Cells } from './change.ts'

/** What a write left behind. */
export interface Written {
  readonly collection: Collection
  readonly cells: Cells
}
