import type { Catalog, Collection } from '../collections/collection.ts'
import type { House } from './house.ts'
import type { Plan } from './plan.ts'
import type { Ask } from './request.ts'

/** The page that a client asks for, as `page-query.ts` reads it from an address. */
export interface PageQuery {
  readonly page: number
  readonly perPage: number
  readonly skipTotal: boolean
  readonly filter: string
  readonly sort: string
  /** Where the last page ended, '' for the first page; undefined for pages by number. */
  readonly cursor?: string | undefined
}

/** A list that somebody may see, with its plan. */
export interface Listing {
  readonly house: House
  readonly ask: Ask
  readonly catalog: Catalog
  readonly collection: Collection
  readonly plan: Plan
  readonly query: PageQuery
}

/** A page before it becomes one text. */
export interface PageItems {
  readonly ids: readonly string[]
  /** The records as JSON, in the same order. */
  readonly texts: readonly string[]
  /** −1 when nobody asked for it. */
  readonly total: number
}
