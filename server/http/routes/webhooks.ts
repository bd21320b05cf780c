import { apiError } from '../../base/error.ts'
import { listDeliveries } from '../../ops/webhooks/list-deliveries.ts'
import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serveSuperuser } from '../route.ts'

const PER_PAGE = 30
const MOST_PER_PAGE = 100

/** Docs/webhooks.md. The webhooks themselves are settings. */
export function webhookRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    '/api/webhooks/:id/deliveries',
    serveSuperuser(house, ({ req }) => {
      const limit = Math.min(wholeNumber(req.query('limit')) ?? PER_PAGE, MOST_PER_PAGE)
      const query = { webhook: req.param('id') ?? '', before: wholeNumber(req.query('before')), limit }
      return listDeliveries(house, query)
    }),
  )

  app.post(
    '/api/webhooks/:id/deliveries/:delivery/retry',
    serveSuperuser(house, async ({ req }) => {
      await house.webhooks.retry(req.param('id') ?? '', req.param('delivery') ?? '')
      return undefined
    }),
  )

  app.post(
    '/api/webhooks/:id/test',
    serveSuperuser(house, async ({ req }) => {
      const { isDelivered, status, error, duration } = await house.webhooks.test(req.param('id') ?? '')
      return JSON.stringify({
        ok: isDelivered,
        status: status ?? null,
        error,
        duration: Math.round(duration),
      })
    }),
  )
}

/** Errors: `bad_request` 400 for what is none; undefined where nothing is said. */
function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  if (!/^[1-9]\d{0,14}$/.test(text)) throw apiError('bad_request', {})
  return Number(text)
}
