import type { Job } from '../job.ts'
import { forgetDeliveries } from '../webhooks/forget-deliveries.ts'

/** Deliveries of webhooks that are long finished (docs/webhooks.md); there are none until there is a webhook. */
export const webhooksCleanup: Job = {
  id: '__pbDapurWebhooksCleanup__',
  expression: ({ settings }) => (settings.current.dapur.webhooks.length > 0 ? '30 * * * *' : undefined),
  run: forgetDeliveries,
}
