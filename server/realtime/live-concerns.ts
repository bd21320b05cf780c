import type { Change } from '../records/change.ts'
import type { House } from '../records/house.ts'
import { judge } from './audience.ts'
import { changeIn } from './change-in.ts'
import type { LiveGroup } from './live-query.ts'

/**
 * May this change make another list of a live query? Where each record is told by itself, one that the list shows
 * neither before nor after is nobody's business; everything else is looked at again.
 *
 * @example if (concerns(house, group, change)) mark(group)
 */
export function concerns(house: House, { query, reach, members }: LiveGroup, change: Change): boolean {
  if (!reach.isOwn) return true
  const [first] = members
  const catalog = house.catalog.current
  const collection = catalog.byId(change.collection.id)
  if (!first || !collection) return true
  const { before, after } = changeIn(collection, change)
  const { actor } = first.client.session
  return [before, after].some(
    (cells) => cells !== undefined && judge({ house, catalog, collection, cells }, query, actor) !== false,
  )
}
