import { z } from 'zod'

/** Somebody else's server that is told of changes (docs/webhooks.md). */
export interface WebhookSetting {
  /** Made by the server where none is given; it stays. */
  readonly id: string
  readonly name: string
  readonly url: string
  /** `orders.create`, `orders.update`, `orders.delete`, `orders.*`, or `*` for all that is not the system's own. */
  readonly events: readonly string[]
  readonly enabled: boolean
  /** Write-only: `whsec_` and base64. */
  readonly secret: string
  /** Write-only: the secret before, which signs beside the new one until then (milliseconds since 1970). */
  readonly previousSecret: string
  readonly previousUntil: number
}

/** The JSON types of a webhook, with what is not said filled in. */
export const webhookSchema: z.ZodType<WebhookSetting> = z.object({
  id: z.string().default(''),
  name: z.string().default(''),
  url: z.string().default(''),
  events: z.array(z.string()).default([]),
  enabled: z.boolean().default(true),
  secret: z.string().default(''),
  previousSecret: z.string().default(''),
  previousUntil: z.number().default(0),
})

/** As superusers see it; a secret that was made just now is shown, once. */
export function webhookToJson(
  { id, name, url, events, enabled }: WebhookSetting,
  made: ReadonlyMap<string, string>,
): object {
  const secret = made.get(id)
  return { id, name, url, events, enabled, ...(secret === undefined ? {} : { secret }) }
}
