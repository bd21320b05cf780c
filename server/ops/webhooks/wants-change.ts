import type { Collection } from '../../collections/collection.ts'
import type { WebhookSetting } from '../../settings/webhook-setting.ts'

/** What of a change says whether somebody wants it. */
export interface ChangeKind {
  readonly collection: Collection
  readonly action: 'create' | 'update' | 'delete'
}

/**
 * Does a webhook ask for this change? `*` stands for all collections but the system's own, which have to be named.
 *
 * @example wantsChange({ events: ['orders.*'] }, { collection: orders, action: 'delete' }) // true
 */
export function wantsChange(
  { events }: Pick<WebhookSetting, 'events'>,
  { collection: { name }, action }: ChangeKind,
): boolean {
  if (events.includes(`${name}.${action}`) || events.includes(`${name}.*`)) return true
  return !name.startsWith('_') && events.includes('*')
}
