import type { Now } from '../base/now.ts'
import type { Catalog } from '../collections/collection.ts'
import type { House } from './house.ts'

/** How often an answer begins anew because the schema changed while a part of it was read elsewhere. */
const MAX_TELLINGS = 5

/** An answer of which a part is read elsewhere, and under which schema it was asked for. */
export interface Telling<T> {
  readonly house: House
  readonly catalog: Catalog
  /** How often this answer was begun before. */
  readonly times: number
  readonly again: (times: number) => Now<T>
}

/**
 * Wait for an answer that comes late, and begin it anew when the schema changed on the way: rows are positional, so what
 * was read under another schema than it was asked for is worth nothing, be it an answer or an error.
 *
 * @example isLate(page) ? unlessStale(page, { house, catalog, times, again: (more) => tell(more) }) : page
 */
export async function unlessStale<T>(late: Promise<T>, telling: Telling<T>): Promise<T> {
  const { house, catalog, times, again } = telling
  const isStale = (): boolean => house.catalog.current !== catalog && times < MAX_TELLINGS
  try {
    const told = await late
    if (!isStale()) return told
  } catch (error) {
    if (!isStale()) throw error
  }
  return again(times + 1)
}
