import { isUnlimited } from '../base/actor.ts'
import { ApiError, apiError } from '../base/error.ts'
import type { House } from '../records/house.ts'
import { listReach, type ListReach } from '../records/list-reach.ts'
import { RuleError } from '../rules/index.ts'
import { contextOf } from './audience.ts'
import type { Client } from './client.ts'
import type { Limits } from './limits.ts'
import type { LiveRows } from './live-diff.ts'
import type { Live, LiveGroup, LiveQuery } from './live-query.ts'

/** What is taken for granted of a list that cannot be read: anything may mend it. */
const unknownReach: ListReach = { collections: undefined, isOwn: false, isPersonal: true, isTimed: false }

/** Which live queries have the same answer, and which collections each of them looks at. */
export class LiveGroups {
  readonly #house: House
  readonly #limits: Pick<Limits, 'liveList' | 'liveLists'>
  /** What all groups hold. */
  #size = 0
  readonly #groups = new Map<string, LiveGroup>()
  readonly #readers = new Map<string, Set<LiveGroup>>()
  /** Those that may look at any collection. */
  readonly #readersOfAll = new Set<LiveGroup>()

  constructor(house: House, limits: Pick<Limits, 'liveList' | 'liveLists'>) {
    this.#house = house
    this.#limits = limits
  }

  get all(): Iterable<LiveGroup> {
    return this.#groups.values()
  }

  /** The group of this client's query as things are now; `add` makes a live query a member of it. */
  groupFor(client: Client, query: LiveQuery): LiveGroup {
    const catalog = this.#house.catalog.current
    const reach = this.#reachOf(client, query)
    const key = `${catalog.version} ${keyOf(client, query, reach)}`
    const known = this.#groups.get(key)
    if (known) return known
    const state = { rows: undefined, size: 0, isDirty: false, isReading: false, rights: 0, notBefore: 0 }
    return { key, catalog, query, reach, members: new Set(), ...state }
  }

  /** Was it made for a catalog that is another one now? */
  isOutdated({ catalog }: LiveGroup): boolean {
    return catalog !== this.#house.catalog.current
  }

  add(live: Live): void {
    const { group } = live
    group.members.add(live)
    if (group.members.size > 1) return
    this.#groups.set(group.key, group)
    for (const readers of this.#placesOf(group)) readers.add(group)
  }

  remove(live: Live): void {
    const { group } = live
    if (!group.members.delete(live) || group.members.size > 0) return
    this.hold(group, undefined)
    this.#groups.delete(group.key)
    for (const readers of this.#placesOf(group)) readers.delete(group)
    for (const id of group.reach.collections ?? [])
      if (this.#readers.get(id)?.size === 0) this.#readers.delete(id)
  }

  /**
   * Keep what was read. Errors: `query_too_large` 400 for a list that is too large, `live_full` 429 when there is no room
   * left beside all others; then nothing of it is kept.
   */
  hold(group: LiveGroup, rows: LiveRows | undefined): void {
    this.#size -= group.size
    group.rows = undefined
    group.size = 0
    if (!rows) return
    const size = rows.texts.reduce((sum, text) => sum + text.length, 0)
    const { liveList, liveLists } = this.#limits
    if (size > liveList) throw apiError('query_too_large', { limit: liveList })
    if (this.#size + size > liveLists) throw apiError('live_full', {})
    this.#size += size
    group.rows = rows
    group.size = size
  }

  /** The groups whose answer may depend on records of this collection. */
  readersOf(collectionId: string): LiveGroup[] {
    return [...(this.#readers.get(collectionId) ?? []), ...this.#readersOfAll]
  }

  #placesOf({ reach }: LiveGroup): Set<LiveGroup>[] {
    if (!reach.collections) return [this.#readersOfAll]
    return [...reach.collections].map((id) => {
      let readers = this.#readers.get(id)
      if (!readers) this.#readers.set(id, (readers = new Set()))
      return readers
    })
  }

  #reachOf({ session: { actor } }: Client, query: LiveQuery): ListReach {
    const context = contextOf(this.#house, query, actor)
    try {
      return listReach(this.#house, { actor, context, expand: query.expand }, query)
    } catch (error) {
      // A list request would fail as well: reading says how.
      if (error instanceof ApiError || error instanceof RuleError) return unknownReach
      throw error
    }
  }
}

function keyOf({ session }: Client, query: LiveQuery, { isPersonal }: ListReach): string {
  const everyone = isUnlimited(session.actor) ? 'superusers' : 'everyone'
  const { collection, filter, sort, limit, expand, fields } = query
  return JSON.stringify([
    isPersonal ? [session.key] : everyone,
    collection,
    filter,
    sort,
    limit,
    expand,
    fields,
  ])
}
