import { guardedFetch } from '../../base/guarded-fetch.ts'
import type { WebhookSetting } from '../../settings/webhook-setting.ts'
import type { Outcome, Parcel } from './delivery-table.ts'
import { signEvent } from './sign-event.ts'
import type { WebhookHouse } from './webhook-house.ts'

/** How long an endpoint may take to answer. */
export const SEND_TIMEOUT_MS = 10_000

/**
 * Send one event once, and say what came of it. Only 2xx is delivered; redirects are not followed, and nothing of
 * the answer is read but its status.
 *
 * @example const { isDelivered, status } = await sendEvent(house, webhook, { id, body }, signal)
 */
export async function sendEvent(
  { clock, privateEndpoints }: Pick<WebhookHouse, 'clock' | 'privateEndpoints'>,
  webhook: WebhookSetting,
  { id, body }: Pick<Parcel, 'id' | 'body'>,
  signal: AbortSignal,
): Promise<Outcome> {
  const from = clock.steady()
  const headers = {
    'content-type': 'application/json',
    ...signEvent(webhook, { id, body, now: clock.now() }),
  }
  try {
    const { status } = await guardedFetch(webhook.url, {
      method: 'POST',
      headers,
      body,
      allowPrivate: privateEndpoints,
      timeout: SEND_TIMEOUT_MS,
      signal,
      ignoresBody: true,
    })
    const isDelivered = status >= 200 && status < 300
    return { isDelivered, status, error: errorOf(status), duration: clock.steady() - from }
  } catch (error) {
    return { isDelivered: false, status: undefined, error: whyOf(error), duration: clock.steady() - from }
  }
}

function errorOf(status: number): string {
  if (status >= 200 && status < 300) return ''
  return status >= 300 && status < 400 ? 'it redirects, which is not followed' : `it answered ${status}`
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `it did not answer within ${SEND_TIMEOUT_MS / 1000} s`
  // Node says nothing itself where several addresses of a name were tried.
  return error.message || ('code' in error ? String(error.code) : error.name)
}
