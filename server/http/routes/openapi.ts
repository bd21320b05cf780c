import { collectionSchema } from '../../ops/openapi/collection-schema.ts'
import { describeApi } from '../../ops/openapi/openapi.ts'
import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serve } from '../route.ts'

/** What the API and its records look like, for whoever asks (architecture.md, *Beyond the contract*). */
export function openapiRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    '/api/openapi.json',
    serve(house, (_exchange, { actor }) => describeApi(house, actor)),
  )

  app.get(
    '/api/collections/:collection/schema',
    serve(house, ({ req }, { actor }) =>
      JSON.stringify(collectionSchema(house, actor, req.param('collection') ?? '')),
    ),
  )
}
