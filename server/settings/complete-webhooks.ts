import { newRandomId } from '../base/id.ts'
import { isJsonObject } from '../base/json.ts'
import type { StoredSettings } from './merge-settings.ts'
import { makeWebhookSecret } from './webhook-secret.ts'
import type { WebhookSetting } from './webhook-setting.ts'

/** How long the secret before signs beside a new one: time to put the new one everywhere. */
const OVERLAP_MS = 86_400_000

/** What the webhooks of now are completed with. */
export interface Completing {
  /** Those that are stored. */
  readonly before: readonly WebhookSetting[]
  /** Milliseconds since 1970. */
  readonly now: number
  /** Filled with the secrets that are made, by the id of their webhook: they are shown this once. */
  readonly made: Map<string, string>
}

/**
 * Give the webhooks of a change what the server adds: ids, and secrets. A webhook that is known by its id and brings
 * no secret keeps its own; an empty one asks for another.
 *
 * @example completeWebhooks([{ url, events: ['*'] }], { before: [], now, made }) // [{ url, events, id, secret, … }]
 */
export function completeWebhooks(webhooks: unknown, completing: Completing): unknown {
  // Whatever is no list of objects is refused by its type.
  if (!Array.isArray(webhooks)) return webhooks
  return webhooks.map((webhook: unknown) => (isJsonObject(webhook) ? complete(webhook, completing) : webhook))
}

function complete(webhook: StoredSettings, { before, now, made }: Completing): StoredSettings {
  const id = webhook['id'] || newRandomId()
  const known = before.find((other) => other.id === id)
  const given = webhook['secret'] ?? known?.secret
  const secret = given || makeWebhookSecret()
  if (typeof id === 'string' && typeof secret === 'string' && secret !== given) made.set(id, secret)
  const isRotated = known !== undefined && secret !== known.secret
  return {
    ...webhook,
    id,
    secret,
    previousSecret: isRotated ? known.secret : (known?.previousSecret ?? ''),
    previousUntil: isRotated ? now + OVERLAP_MS : (known?.previousUntil ?? 0),
  }
}
