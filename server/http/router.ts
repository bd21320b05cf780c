import { Hono } from 'hono'
import { apiError } from '../base/error.ts'
import { answering } from './answered.ts'
import { type Direct, direct } from './direct.ts'
import type { HttpHouse } from './house.ts'
import type { HttpApp } from './respond.ts'
import { transferRoutes } from './routes/transfer.ts'
import { PathRouter } from './path-router.ts'
import { refuse, serve } from './route.ts'
import { adminUiRoutes } from './routes/admin-ui.ts'
import { authMailRoutes } from './routes/auth-mail.ts'
import { authRoutes } from './routes/auth.ts'
import { authBeyondRoutes } from './routes/auth-beyond.ts'
import { oauth2Routes } from './routes/auth-oauth2.ts'
import { backupRoutes } from './routes/backups.ts'
import { batchRoutes } from './routes/batch.ts'
import { collectionRoutes } from './routes/collections.ts'
import { cronRoutes } from './routes/crons.ts'
import { fileRoutes } from './routes/files.ts'
import { healthRoutes } from './routes/health.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { historyRoutes } from './routes/history.ts'
import { oauth2RedirectRoutes } from './routes/oauth2-redirect.ts'
import { openapiRoutes } from './routes/openapi.ts'
import { logRoutes } from './routes/logs.ts'
import { publicFileRoutes } from './routes/public-files.ts'
import { recordRoutes } from './routes/records.ts'
import { ruleRoutes } from './routes/rules.ts'
import { realtimeInspectRoutes } from './routes/realtime-inspect.ts'
import { sseRoutes } from './routes/sse.ts'
import { settingsEmailRoutes } from './routes/settings-email.ts'
import { settingsS3Routes } from './routes/settings-s3.ts'
import { settingsRoutes } from './routes/settings.ts'
import { sqlRoutes } from './routes/sql.ts'
import { webhookRoutes } from './routes/webhooks.ts'

/** What leads to the routes. */
interface Entrances {
  readonly fetch: HttpApp['fetch']
  readonly direct: Direct
}

/** The ways in, both of which tell `house.answered`. */
export function entrances(house: HttpHouse): Entrances {
  const app = router(house)
  return { fetch: answering(house, app.fetch), direct: direct(house, app) }
}

/**
 * All routes. No middleware stands before them: each calls what it needs, and stays synchronous where it can
 * (`performance.md` §1).
 */
export function router(house: HttpHouse): HttpApp {
  const app: HttpApp = new Hono({ router: new PathRouter() })
  app.options('*', (exchange) => house.respond.preflight(exchange))
  healthRoutes(app, house)
  metricsRoutes(app, house)
  collectionRoutes(app, house)
  recordRoutes(app, house)
  historyRoutes(app, house)
  batchRoutes(app, house)
  settingsRoutes(app, house)
  settingsEmailRoutes(app, house)
  settingsS3Routes(app, house)
  fileRoutes(app, house)
  cronRoutes(app, house)
  webhookRoutes(app, house)
  logRoutes(app, house)
  backupRoutes(app, house)
  sqlRoutes(app, house)
  ruleRoutes(app, house)
  transferRoutes(app, house)
  openapiRoutes(app, house)
  authRoutes(app, house)
  authMailRoutes(app, house)
  authBeyondRoutes(app, house)
  oauth2Routes(app, house)
  oauth2RedirectRoutes(app, house)
  sseRoutes(app, house)
  realtimeInspectRoutes(app, house)
  adminUiRoutes(app, house)
  publicFileRoutes(app, house)
  app.notFound(
    serve(house, () => {
      throw apiError('route_not_found', {})
    }),
  )
  app.onError((error, exchange) => refuse(house, exchange, error))
  return app
}
