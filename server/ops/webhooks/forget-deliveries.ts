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

/**
 * Forget what was delivered or given up long ago, and all of webhooks that are gone, slice by slice; answers how many.
 *
 * Errors: those of `storage.write`.
 *
 * @example await forgetDeliveries(house)
 */
export async function forgetDeliveries(
  house: Pick<WebhookHouse, 'storage' | 'settings' | 'clock'>,
): Promise<number> {
  const { storage, settings } = house
  let total = 0
  for (const [cell] of await storage.hot.all(WEBHOOKS, [])) {
    const webhook = String(cell)
    const isThere = settings.current.dapur.webhooks.some(({ id }) => id === webhook)
    const olderThan = isThere ? house.clock.now() - KEPT_MS : undefined
    for (let forgotten = SLICE; forgotten === SLICE;) {
      forgotten = await storage.write((tx) => steps(() => forgetSlice(tx, webhook, olderThan)))
      total += forgotten
    }
  }
  return total
}

/** All of them where no time is said. */
function* forgetSlice(tx: Writer, webhook: string, olderThan: number | undefined): Steps<number> {
  if (olderThan === undefined) return (yield* take(tx.run(FORGET_ALL, [webhook, SLICE]))).changes
  const edge = Number((yield* take(tx.get(EDGE, [webhook, KEPT])))?.[0] ?? 0)
  return (yield* take(tx.run(FORGET, [webhook, olderThan, edge, SLICE]))).changes
}
