import { type RawBuilder, sql } from 'kysely'
import { Given } from './plan.ts'

/** The right side of an `IN`, for statements that are kept: only a few sizes exist. */
export interface InList {
  readonly size: number
  readonly list: RawBuilder<unknown>
  readonly given: string[]
}

const SIZES = [1, 4, 16, 64, 256, 1024, 4096]

/**
 * A list for `x IN …`, filled up with its last item to the next of a few sizes, so that lists of 30 and of 31
 * ids share one statement.
 *
 * @example const ids = inList(['a', 'b']); sql`id in ${ids.list}` // given: ids.given
 */
export function inList(items: readonly string[]): InList {
  const size = SIZES.find((most) => most >= items.length) ?? items.length
  const last = items.at(-1) ?? ''
  const given = [...items, ...Array.from({ length: size - items.length }, () => last)]
  return { size, given, list: sql`(${sql.join(given.map((_, at) => sql`${new Given(at)}`))})` }
}
