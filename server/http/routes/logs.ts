import { forgetAllLogs } from '../../ops/logs/forget-old-logs.ts'
import { listLogs } from '../../ops/logs/list-logs.ts'
import { logStats } from '../../ops/logs/log-stats.ts'
import { viewLog } from '../../ops/logs/view-log.ts'
import type { HttpHouse } from '../house.ts'
import { pageQuery } from '../page-query.ts'
import type { HttpApp } from '../respond.ts'
import { type Handler, type Served, serveSuperuser } from '../route.ts'

const LOGS = '/api/logs'

/** Contract services.md §6.1. */
export function logRoutes(app: HttpApp, house: HttpHouse): void {
  const quietly = (handle: Handler): Served => serveSuperuser(house, handle, { isQuiet: true })
  app.get(
    LOGS,
    quietly((exchange) => listLogs(house, pageQuery(exchange))),
  )

  app.delete(
    LOGS,
    quietly(async () => {
      await forgetAllLogs(house)
      return undefined
    }),
  )

  app.get(
    `${LOGS}/stats`,
    quietly((exchange) => logStats(house, exchange.req.query('filter') ?? '')),
  )

  app.get(
    `${LOGS}/:id`,
    quietly((exchange) => viewLog(house, exchange.req.param('id') ?? '')),
  )
}
