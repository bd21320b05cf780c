import { bodyLimitFor } from '../../records/body-limit.ts'
import { createRecord } from '../../records/create.ts'
import { deleteRecord } from '../../records/delete.ts'
import { listRecords } from '../../records/list.ts'
import { writeRecord } from '../../records/output.ts'
import { updateRecord } from '../../records/update.ts'
import { viewRecord } from '../../records/view.ts'
import { readObject } from '../body.ts'
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
}

function readRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    RECORDS,
    serve(house, (exchange, ask) => listRecords(house, ask, collectionOf(exchange), pageQuery(exchange))),
  )

  app.get(
    RECORD,
    serve(house, (exchange, ask) => viewRecord(house, ask, collectionOf(exchange), idOf(exchange))),
  )
}

function writeRoutes(app: HttpApp, house: HttpHouse): void {
  app.post(
    RECORDS,
    serve(house, async (exchange, ask) => {
      const { collection, cells } = await createRecord(
        house,
        ask,
        collectionOf(exchange),
        await bodyOf(house, exchange),
      )
      return writeRecord(house, ask, collection, cells)
    }),
  )

  app.patch(
    RECORD,
    serve(house, async (exchange, ask) => {
      const body = await bodyOf(house, exchange)
      const { collection, cells } = await updateRecord(
        house,
        ask,
        collectionOf(exchange),
        idOf(exchange),
        body,
      )
      return writeRecord(house, ask, collection, cells)
    }),
  )

  app.delete(
    RECORD,
    serve(house, async (exchange, ask) => {
      await deleteRecord(house, ask, collectionOf(exchange), idOf(exchange))
      return undefined
    }),
  )
}

function collectionOf({ req }: Exchange): string {
  return req.param('collection') ?? ''
}

function idOf({ req }: Exchange): string {
  return req.param('id') ?? ''
}

function bodyOf(house: HttpHouse, exchange: Exchange): Promise<Record<string, unknown>> {
  return readObject(exchange, bodyLimitFor(house.catalog.current, collectionOf(exchange)))
}
