import type { WebhookJson } from '@dapur/sdk'

/** What a webhook is called: its name, or else where it goes. */
export function webhookName({ name, url }: Pick<WebhookJson, 'name' | 'url'>): string {
  if (name !== '') return name
  return URL.canParse(url) ? new URL(url).host : url
}
