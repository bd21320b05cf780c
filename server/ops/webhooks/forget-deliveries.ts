import { steps, type Steps, take } from '../../base/now.ts'
import type { Writer } from '../../storage/dialect.ts'
import type { WebhookHouse } from './webhook-house.ts'

/** Finished deliveries are kept so long, and so many of each webhook. */
const KEPT_MS = 7 * 86_400_000
const KEPT = 10_000
/** Rows that are forgotten in one go: the writes of others come in between. */
const SLICE = 500

const TABLE = '"_dapur_webhookDeliveries"'
const WEBHOOKS = `select distinct "webhook" from ${TABLE}`
const EDGE = `select "seq" from ${TABLE} where "webhook" = ? and "due" is null order by "seq" desc limit 1 offset ?`
const FORGET = `delete from ${TABLE} where "id" in
  (select "id" from ${TABLE} where "webhook" = ? and "due" is null and ("created" < ? or "seq" <= ?) limit ?)`
const FORGET_ALL = `delete from ${TABLE} where "id" in (select "id" from ${TABLE} where "webhook" = ? limit ?)`

type ForgetHouse = Pick<WebhookHouse, 'storage' | 'settings' | 'clock'>

/**
 * Forget what was delivered or given up long ago, slice by slice; answers how many.
 *
 * Errors: those of `storage.write`.
 *
 * @example await forgetDeliveries(house)
 */
export async function forgetDeliveries(house: ForgetHouse): Promise<number> {
  let total = 0
  for (const webhook of house.settings.current.dapur.webhooks)
    total += await inSlices(house, (tx) => forgetOld(tx, webhook.id, house.clock.now() - KEPT_MS))
  return total
}

/** Forget all deliveries of webhooks that are gone, those that wait too; answers how many. Errors: those of `storage.write`. */
export async function forgetGone(house: ForgetHouse): Promise<number> {
  const known = new Set(house.settings.current.dapur.webhooks.map(({ id }) => id))
  let total = 0
  for (const [cell] of await house.storage.hot.all(WEBHOOKS, [])) {
    const webhook = String(cell)
    if (!known.has(webhook)) total += await inSlices(house, (tx) => forgetAll(tx, webhook))
  }
  return total
}

async function inSlices(
  { storage }: ForgetHouse,
  forgetSlice: (tx: Writer) => Steps<number>,
): Promise<number> {
  for (let total = 0; ;) {
    const forgotten = await storage.write((tx) => steps(() => forgetSlice(tx)))
    total += forgotten
    if (forgotten < SLICE) return total
  }
}

function* forgetOld(tx: Writer, webhook: string, olderThan: number): Steps<number> {
  const edge = Number((yield* take(tx.get(EDGE, [webhook, KEPT])))?.[0] ?? 0)
  return (yield* take(tx.run(FORGET, [webhook, olderThan, edge, SLICE]))).changes
}

function* forgetAll(tx: Writer, webhook: string): Steps<number> {
  return (yield* take(tx.run(FORGET_ALL, [webhook, SLICE]))).changes
}
