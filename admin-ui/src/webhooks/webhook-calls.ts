import { queryOptions } from '@tanstack/react-query'
import type { SettingsJson, WebhookJson } from '@dapur/sdk'
import { dapur } from '../dapur.ts'
import { saveSettings } from '../settings/settings-calls.ts'

/** One event on its way to a webhook, or at its end. */
export interface DeliveryJson {
  readonly id: string
  readonly seq: number
  readonly type: string
  readonly status: 'waiting' | 'delivered' | 'dead'
  readonly attempts: number
  readonly answer: number | null
  readonly error: string
  readonly duration: number | null
  readonly created: string
  readonly attempted: string
  readonly next: string
}

interface DeliveryPage {
  readonly items: readonly DeliveryJson[]
  readonly next: number | null
  readonly totals: { readonly waiting: number; readonly delivered: number; readonly dead: number }
  readonly missed: string
}

/** What an endpoint said to a ping. */
export interface PingJson {
  readonly ok: boolean
  readonly status: number | null
  readonly error: string
  readonly duration: number
}

const WATCH_MS = 3000
const pathOf = (id: string): string => `/api/webhooks/${encodeURIComponent(id)}`

/** What was sent to a webhook, and what waits: a page before a number, the newest first. Looked at again as long as it is open. */
export function deliveriesQuery(id: string, limit: number) {
  return queryOptions({
    queryKey: ['webhook deliveries', id, limit],
    queryFn: ({ signal }) =>
      dapur.send<DeliveryPage>({ method: 'GET', path: `${pathOf(id)}/deliveries`, query: { limit }, signal }),
    refetchInterval: WATCH_MS,
    placeholderData: (before) => before,
  })
}

/** The webhooks of the settings. */
export function webhooksIn(settings: SettingsJson): readonly WebhookJson[] {
  return settings.dapur?.webhooks ?? []
}

/**
 * Changes the list of now, which another superuser may have changed meanwhile; answers the settings as they are then,
 * with the secrets that were made. Throws an `ApiError`.
 */
export async function changeWebhooks(
  change: (webhooks: readonly WebhookJson[]) => readonly (Partial<WebhookJson> & { secret?: string })[],
): Promise<SettingsJson> {
  const now = await dapur.send<SettingsJson>({ method: 'GET', path: '/api/settings' })
  return await saveSettings({ dapur: { webhooks: change(webhooksIn(now)) } })
}

/** Sends a ping. Throws an `ApiError`. */
export function pingWebhook(id: string): Promise<PingJson> {
  return dapur.send({ method: 'POST', path: `${pathOf(id)}/test` })
}

/** Sends a delivery once more. Throws an `ApiError`. */
export async function retryDelivery(webhook: string, id: string): Promise<void> {
  await dapur.send({ method: 'POST', path: `${pathOf(webhook)}/deliveries/${encodeURIComponent(id)}/retry` })
}
