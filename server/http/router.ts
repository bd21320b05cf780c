import { Hono } from 'hono'
import { apiError } from '../base/error.ts'
import type { HttpHouse } from './house.ts'
import type { HttpApp } from './respond.ts'
import { PathRouter } from './path-router.ts'
import { refuse } from './route.ts'
import { adminUiRoutes } from './routes/admin-ui.ts'
import { authMailRoutes } from './routes/auth-mail.ts'
import { authRoutes } from './routes/auth.ts'
import { authBeyondRoutes } from './routes/auth-beyond.ts'
import { oauth2Routes } from './routes/auth-oauth2.ts'
import { batchRoutes } from './routes/batch.ts'
import { collectionRoutes } from './routes/collections.ts'
import { fileRoutes } from './routes/files.ts'
import { healthRoutes } from './routes/health.ts'
import { oauth2RedirectRoutes } from './routes/oauth2-redirect.ts'
import { recordRoutes } from './routes/records.ts'
import { sseRoutes } from './routes/sse.ts'
import { settingsEmailRoutes } from './routes/settings-email.ts'
import { settingsS3Routes } from './routes/settings-s3.ts'
import { settingsRoutes } from './routes/settings.ts'
import { sqlRoutes } from './routes/sql.ts'

/**
 * All routes. No middleware stands before them: each calls what it needs, and stays synchronous where it can
 * (`performance.md` §1).
 */
export function router(house: HttpHouse): HttpApp {
  const app: HttpApp = new Hono({ router: new PathRouter() })
  app.options('*', (exchange) => house.respond.preflight(exchange))
  healthRoutes(app, house)
  collectionRoutes(app, house)
  recordRoutes(app, house)
  batchRoutes(app, house)
  settingsRoutes(app, house)
  settingsEmailRoutes(app, house)
  settingsS3Routes(app, house)
  fileRoutes(app, house)
  sqlRoutes(app, house)
  authRoutes(app, house)
  authMailRoutes(app, house)
  authBeyondRoutes(app, house)
  oauth2Routes(app, house)
  oauth2RedirectRoutes(app, house)
  sseRoutes(app, house)
  adminUiRoutes(app, house)
  app.notFound((exchange) => refuse(house, exchange, apiError('route_not_found', {})))
  app.onError((error, exchange) => refuse(house, exchange, error))
  return app
}
