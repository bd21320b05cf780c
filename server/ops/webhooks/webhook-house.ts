import type { House } from '../../records/house.ts'

/** What webhooks are delivered with. */
export interface WebhookHouse extends Pick<
  House,
  'storage' | 'catalog' | 'settings' | 'clock' | 'log' | 'changes'
> {
  /** May the address of a webhook be a private one? */
  readonly privateEndpoints: boolean
}
