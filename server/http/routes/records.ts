import { bodyLimitFor } from '../../records/body-limit.ts'
import { collectionFor } from '../../records/collection-for.ts'
import { createRecord } from '../../records/create.ts'
import { deleteRecord } from '../../records/delete.ts'
import { listRecords } from '../../records/list.ts'
import { writeRecord } from '../../records/output.ts'
import type { Ask } from '../../records/request.ts'
import { shapeOf } from '../../records/shape.ts'
import { updateRecord } from '../../records/update.ts'
import { viewRecord } from '../../records/view.ts'
import { withUploads } from '../../records/with-uploads.ts'
import { limitedActions } from '../../settings/limited-action.ts'
import { withBody } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import { pageQuery } from '../page-query.ts'
import type { Exchange, HttpApp } from '../respond.ts'
import { serve } from '../route.ts'

const RECORDS = '/api/collections/:collection/records'
const RECORD = `${RECORDS}/:id`

/** Contract data.md §4. */
export function recordRoutes(app: HttpApp, house: HttpHouse): void {
  readRoutes(app, house)
  writeRoutes(app, house)
  deleteRoute(app, house)
}

function readRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    RECORDS,
    serve(house, (exchange, ask) => listRecords(house, ask, collectionOf(exchange), pageQuery(exchange)), {
      action: limitedActions.list,
    }),
  )

  app.get(
    RECORD,
    serve(house, (exchange, ask) => viewRecord(house, ask, collectionOf(exchange), idOf(exchange)), {
      action: limitedActions.view,
    }),
  )
}

function writeRoutes(app: HttpApp, house: HttpHouse): void {
  app.post(
    RECORDS,
    serve(
      house,
      (exchange, asked) =>
        withItsFiles(house, exchange, asked, async (ask, body) => {
          const { collection, cells } = await createRecord(house, ask, collectionOf(exchange), body)
          return writeRecord(house, ask, collection, cells)
        }),
      { action: limitedActions.create, setsBodyLimit: true },
    ),
  )

  app.patch(
    RECORD,
    serve(
      house,
      (exchange, asked) =>
        withItsFiles(house, exchange, asked, async (ask, body) => {
          const { collection, cells } = await updateRecord(
            house,
            ask,
            collectionOf(exchange),
            idOf(exchange),
            body,
          )
          return writeRecord(house, ask, collection, cells)
        }),
      { action: limitedActions.update, setsBodyLimit: true },
    ),
  )
}

function deleteRoute(app: HttpApp, house: HttpHouse): void {
  app.delete(
    RECORD,
    serve(
      house,
      async (exchange, ask) => {
        await deleteRecord(house, ask, collectionOf(exchange), idOf(exchange))
        return undefined
      },
      { action: limitedActions.delete },
    ),
  )
}

function collectionOf({ req }: Exchange): string {
  return req.param('collection') ?? ''
}

function idOf({ req }: Exchange): string {
  return req.param('id') ?? ''
}

/** The body of a record, and the files that came with it: read past where the collection has no field for them. */
function withItsFiles<T>(
  house: HttpHouse,
  exchange: Exchange,
  ask: Ask,
  use: (ask: Ask, body: Record<string, unknown>) => Promise<T>,
): Promise<T> {
  const catalog = house.catalog.current
  const limit = bodyLimitFor(catalog, collectionOf(exchange))
  const { fileFields } = shapeOf(collectionFor(catalog, collectionOf(exchange)))
  const options = fileFields.length > 0 ? { limit, house } : { limit }
  return withBody(exchange, options, ({ values, files }) =>
    withUploads(house, ask, files, (whole) => use(whole, values)),
  )
}
