import { collectionToJson } from '../../collections/collection-json.ts'
import { createCollection } from '../../collections/create.ts'
import { deleteCollection } from '../../collections/delete.ts'
import { importCollections } from '../../collections/import.ts'
import { listCollections } from '../../collections/list.ts'
import { updateCollection } from '../../collections/update.ts'
import { collectionFor } from '../../records/collection-for.ts'
import { truncateCollection } from '../../records/truncate.ts'
import { readJson } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import { pageQuery } from '../page-query.ts'
import type { Exchange, HttpApp } from '../respond.ts'
import { serveSuperuser } from '../route.ts'
import { collectionMetaRoutes } from './collections-meta.ts'

const COLLECTIONS = '/api/collections'
const COLLECTION = `${COLLECTIONS}/:collection`

/** Contract data.md §2.2. */
export function collectionRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    COLLECTIONS,
    serveSuperuser(house, async (exchange) =>
      JSON.stringify(await listCollections(house, pageQuery(exchange))),
    ),
  )

  app.post(
    COLLECTIONS,
    serveSuperuser(house, async (exchange) => text(await createCollection(house, await readJson(exchange)))),
  )

  app.put(
    `${COLLECTIONS}/import`,
    serveSuperuser(house, async (exchange) => {
      await importCollections(house, await readJson(exchange))
      house.fileKeeper.wake()
      return undefined
    }),
  )

  collectionMetaRoutes(app, house)
  oneCollectionRoutes(app, house)
}

function oneCollectionRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    COLLECTION,
    serveSuperuser(house, (exchange) => text(collectionFor(house.catalog.current, nameOf(exchange)))),
  )

  app.patch(
    COLLECTION,
    serveSuperuser(house, async (exchange) =>
      text(await updateCollection(house, nameOf(exchange), await readJson(exchange))),
    ),
  )

  app.delete(
    COLLECTION,
    serveSuperuser(house, async (exchange) => {
      await deleteCollection(house, nameOf(exchange))
      house.fileKeeper.wake()
      return undefined
    }),
  )

  app.delete(
    `${COLLECTION}/truncate`,
    serveSuperuser(house, async (exchange, ask) => {
      await truncateCollection(house, ask, nameOf(exchange))
      return undefined
    }),
  )
}

function nameOf({ req }: Exchange): string {
  return req.param('collection') ?? ''
}

function text(collection: Parameters<typeof collectionToJson>[0]): string {
  return JSON.stringify(collectionToJson(collection))
}
