import type { HttpHouse } from '../house.ts'
import { pageQuery } from '../page-query.ts'
import type { HttpApp } from '../respond.ts'
import { serveSuperuser } from '../route.ts'

/** Who listens, for the admin UI (architecture.md, *Beyond the contract*). */
export function realtimeInspectRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    '/api/realtime/inspect',
    serveSuperuser(house, (exchange) => house.hub.inspect(pageQuery(exchange))),
  )
}
