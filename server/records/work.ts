import type { Actor } from '../base/actor.ts'
import { formatTime } from '../base/clock.ts'
import { type Now, steps, type Steps } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import type { Writer } from '../storage/dialect.ts'
import { writableCollectionFor } from './collection-for.ts'
import type { House, Work } from './house.ts'

export type { Work } from './house.ts'

/** The catalog changed between the door and the transaction: the story has to be told again from its beginning. */
class StaleCatalog extends Error {}

const MAX_TELLINGS = 5
const nothing = (): void => undefined

/** What runs inside the grouped transaction; made before it, which may take a while. */
type Prepared<T> = Promise<(work: Work) => Steps<T>> | ((work: Work) => Steps<T>)

/**
 * Tell the story of a write on a collection: `prepare` may wait, and what it returns runs inside the grouped
 * transaction. When the schema changes in between, it is told again with the new one.
 */
export function writeOn<T>(
  house: House,
  actor: Actor,
  nameOrId: string,
  prepare: (catalog: Catalog, collection: Collection) => Prepared<T>,
): Promise<T> {
  return writeFresh(house, actor, (catalog) => prepare(catalog, writableCollectionFor(catalog, nameOrId)))
}

/** The same for a story that finds its collections itself. */
export async function writeFresh<T>(
  house: House,
  actor: Actor,
  prepare: (catalog: Catalog) => Prepared<T>,
): Promise<T> {
  for (let telling = 1; ; telling++) {
    const catalog = house.catalog.current
    const story = await prepare(catalog)
    try {
      return await house.storage.write((tx) => {
        if (house.catalog.current !== catalog) throw new StaleCatalog('the schema changed meanwhile')
        return steps(() => story(workOf(house, catalog, tx, actor)))
      })
    } catch (error) {
      if (!(error instanceof StaleCatalog) || telling === MAX_TELLINGS) throw error
    }
  }
}

/** The frame of one write; `pause` is for transactions that may wait. */
export function workOf(
  house: House,
  catalog: Catalog,
  tx: Writer,
  actor: Actor,
  pause?: () => Now<void>,
): Work {
  const at = house.clock.now()
  const actorName = actor.kind === 'guest' ? '' : `${actor.collectionId}:${actor.id}`
  return {
    house,
    catalog,
    tx,
    at,
    now: formatTime(at),
    actorName,
    mayWait: pause !== undefined,
    pause: pause ?? nothing,
  }
}
