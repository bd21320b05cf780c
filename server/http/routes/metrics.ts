import { isUnlimited } from '../../base/actor.ts'
import { isSecretOf, hashSecret } from '../../auth/secret-hash.ts'
import { apiError } from '../../base/error.ts'
import type { Ask } from '../../records/request.ts'
import type { HttpHouse } from '../house.ts'
import { askCounted } from '../limit.ts'
import { type Exchange, header, type HttpApp } from '../respond.ts'
import { refuse } from '../route.ts'

/** `GET /api/metrics` (architecture.md, *Beyond the contract*): for superusers, and for who has the key of the settings. */
export function metricsRoutes(app: HttpApp, house: HttpHouse): void {
  app.get('/api/metrics', async (exchange) => {
    try {
      requireReader(house, exchange, await askCounted(house, exchange))
      // prom-client is only loaded where somebody asks.
      const { METRICS_TYPE, metricsText } = await import('../../ops/metrics/metrics-text.ts')
      const headers = { ...house.respond.headers(exchange), 'content-type': METRICS_TYPE }
      return new Response(await metricsText(house), { headers })
    } catch (error) {
      return refuse(house, exchange, error)
    }
  })
}

/** Errors: `sign_in_needed` 401, `forbidden` 403, `scope_refused` 403. */
function requireReader({ settings }: HttpHouse, exchange: Exchange, { actor }: Ask): void {
  const { enabled, key } = settings.current.dapur.metrics
  const given = (header(exchange, 'authorization') ?? '').replace(/^Bearer /i, '')
  if (enabled && isSecretOf(given, hashSecret(key))) return
  if (actor.kind === 'guest') throw apiError('sign_in_needed', {})
  if (actor.kind !== 'superuser') throw apiError('forbidden', {})
  if (!isUnlimited(actor)) throw apiError('scope_refused', {})
}
