import { createHmac } from 'node:crypto'
import { webhookKey } from '../../settings/webhook-secret.ts'
import type { WebhookSetting } from '../../settings/webhook-setting.ts'

/** What is signed. */
export interface Signing {
  readonly id: string
  readonly body: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * The headers by which the receiver knows that a request is ours, and new: the scheme of Standard Webhooks, which
 * libraries in all languages verify. Within a day of a change of the secret the one before signs, too.
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *
 * @example signEvent(webhook, { id: 'msg_1', body: '{}', now }) // { 'webhook-id': 'msg_1', …, 'webhook-signature': 'v1,…' }
 */
export function signEvent(
  { secret, previousSecret, previousUntil }: WebhookSetting,
  { id, body, now }: Signing,
): Readonly<Record<string, string>> {
  const timestamp = Math.floor(now / 1000)
  const secrets = previousUntil > now ? [secret, previousSecret] : [secret]
  const signatures = secrets.flatMap((each) => {
    const key = webhookKey(each)
    return key ? `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}` : []
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  }
}
