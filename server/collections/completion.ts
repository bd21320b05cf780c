import type { Catalog, Collection } from './collection.ts'

/** Something that may stand where the cursor is. */
export interface Completion {
  /** The whole word, from where it begins. */
  readonly label: string
  readonly kind:
    | 'field'
    | 'relation'
    | 'collection'
    | 'request'
    | 'macro'
    | 'function'
    | 'modifier'
    | 'value'
    | 'sign'
  /** A few words beside it: the type of a field, the collection that a relation leads to. */
  readonly detail: string
}

/** What may replace the text between two places of a rule. */
export interface Completions {
  readonly from: number
  readonly to: number
  readonly items: readonly Completion[]
}

/** Where names are looked up. */
export interface Surroundings {
  readonly catalog: Catalog
  /** None for a channel, whose rules see no record. */
  readonly collection: Collection | undefined
  /** A client's filter knows less than a rule (contract data.md §5.8). */
  readonly isFilter: boolean
}
