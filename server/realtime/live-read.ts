import { type Steps, take } from '../base/now.ts'
import type { House } from '../records/house.ts'
import { listItems } from '../records/list.ts'
import { fieldPicker } from '../records/pick.ts'
import { contextOf } from './audience.ts'
import type { Client } from './client.ts'
import type { LiveRows } from './live-diff.ts'
import type { LiveQuery } from './live-query.ts'

/** A list as it is now. */
export interface LiveRead {
  readonly rows: LiveRows
  /** How many there are in all; −1 when nobody asked. */
  readonly total: number
}

/**
 * Read the list of a live query: the very one that a list request by this client's actor would answer, by the same
 * rules and the same statement.
 *
 * Errors: those of `listRecords`.
 */
export function* readLive(
  house: House,
  client: Client,
  query: LiveQuery,
  isTotalWanted: boolean,
): Steps<LiveRead> {
  const { actor } = client.session
  const { collection, filter, sort, limit, expand, fields } = query
  const ask = { actor, context: contextOf(house, query, actor), expand, ip: client.address }
  const page = { page: 1, perPage: limit, skipTotal: !isTotalWanted, filter, sort }
  // What another process committed counts from here on, as for a request.
  house.storage.enterTurn()
  const { ids, texts, total } = yield* take(listItems(house, ask, collection, page))
  const pick = fields === '' ? undefined : fieldPicker(fields)
  return { rows: { ids, texts: pick ? texts.map(pick) : texts }, total }
}
