import type { WebhookSetting } from './webhook-setting.ts'

/**
 * The webhooks after a collection got another name; undefined where none names it.
 *
 * @example renameEvents(webhooks, 'orders', 'sales') // 'orders.create' → 'sales.create'
 */
export function renameEvents(
  webhooks: readonly WebhookSetting[],
  from: string,
  to: string,
): readonly WebhookSetting[] | undefined {
  const prefix = `${from}.`
  if (!webhooks.some(({ events }) => events.some((event) => event.startsWith(prefix)))) return undefined
  return webhooks.map((webhook) => ({
    ...webhook,
    events: webhook.events.map((event) =>
      event.startsWith(prefix) ? `${to}.${event.slice(prefix.length)}` : event,
    ),
  }))
}
