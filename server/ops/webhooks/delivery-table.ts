/** The deliveries to webhooks as they are stored: one row for each change and webhook. */
import { z } from 'zod'
import { andThen, type Now } from '../../base/now.ts'
import type { Cell, Reader, Writer } from '../../storage/dialect.ts'

/** A delivery on its way. */
export interface Parcel {
  /** Goes along as `webhook-id`: the same however often it is tried. */
  readonly id: string
  readonly type: string
  readonly body: string
  /** How often it was tried, this time included. */
  readonly attempts: number
}

/** What came of a try. */
export interface Outcome {
  readonly isDelivered: boolean
  /** The HTTP status; undefined where there was no answer. */
  readonly status: number | undefined
  /** Why it was none; '' when it was delivered. */
  readonly error: string
  /** Milliseconds. */
  readonly duration: number
}

const TABLE = '"_dapur_webhookDeliveries"'
const INSERT = `insert into ${TABLE} ("id", "webhook", "seq", "type", "body", "due", "created")
  values (?, ?, ?, ?, ?, ?, ?) on conflict ("webhook", "seq") do nothing`
const CLAIM = `update ${TABLE} set "attempts" = "attempts" + 1, "leasedUntil" = ?, "attempted" = ?
  where "id" = (select "id" from ${TABLE} where "webhook" = ? and "due" <= ? order by "seq" limit 1)
  and not exists (select 1 from ${TABLE} where "webhook" = ? and "leasedUntil" > 0 and "leasedUntil" > ?)
  returning "id", "type", "body", "attempts"`
const SETTLE = `update ${TABLE} set "status" = ?, "due" = ?, "leasedUntil" = 0, "answer" = ?, "error" = ?, "duration" = ?
  where "id" = ?`
const RELEASE = `update ${TABLE} set "attempts" = "attempts" - 1, "leasedUntil" = 0 where "id" = ?`
const HASTEN = `update ${TABLE} set "due" = ? where "webhook" = ? and "due" > ?`
const NEXT = `select min("due") from ${TABLE} where "webhook" = ? and "due" is not null`
const WAITING = `select "webhook", count(*) from ${TABLE} where "due" is not null group by "webhook"`
const COUNTS = `select "status", count(*) from ${TABLE} group by "status"`
const RETRY = `update ${TABLE} set "status" = 'waiting', "due" = ? where "webhook" = ? and "id" = ?`
const WITHDRAW = `update ${TABLE} set "status" = 'dead', "due" = null, "leasedUntil" = 0, "error" = ? where "due" is not null`

/** A change on its way to a webhook. */
export interface Posting extends Pick<Parcel, 'id' | 'type' | 'body'> {
  readonly webhook: string
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Add a delivery, unless this webhook has one of this change. */
export function insertDelivery(tx: Writer, posting: Posting): Now<unknown> {
  const { id, webhook, seq, type, body, now } = posting
  return tx.run(INSERT, [id, webhook, seq, type, body, now, now])
}

const PARCEL = z.tuple([z.string(), z.string(), z.string(), z.number()])

/**
 * Take the oldest change that is due for a webhook; nobody else gets one of this webhook before `until`. Undefined
 * where there is none, or another is on its way.
 */
export function claimDelivery(
  tx: Writer,
  webhook: string,
  { now, until }: { readonly now: number; readonly until: number },
): Now<Parcel | undefined> {
  return andThen(tx.get(CLAIM, [until, now, webhook, now, webhook, now]), (row) => {
    if (!row) return undefined
    const [id, type, body, attempts] = PARCEL.parse(row)
    return { id, type, body, attempts }
  })
}

/** Write down what came of a try. `due` says when the next one is; undefined for never. */
export function settleDelivery(
  tx: Writer,
  { id }: Parcel,
  { outcome, due }: { readonly outcome: Outcome; readonly due: number | undefined },
): Now<unknown> {
  const status = outcome.isDelivered ? 'delivered' : due === undefined ? 'dead' : 'waiting'
  const { status: answer, error, duration } = outcome
  return tx.run(SETTLE, [status, due ?? null, answer ?? null, error, Math.round(duration), id])
}

/** A try that was broken off is none. */
export function releaseDelivery(tx: Writer, { id }: Parcel): Now<unknown> {
  return tx.run(RELEASE, [id])
}

/** What waits for a later try goes now: its webhook answers again. */
export function hastenDeliveries(tx: Writer, webhook: string, now: number): Now<unknown> {
  return tx.run(HASTEN, [now, webhook, now])
}

/** When the next delivery of a webhook is due, in milliseconds since 1970. */
export function nextDue(reader: Reader, webhook: string): Now<number | undefined> {
  return andThen(reader.get(NEXT, [webhook]), (row) => (typeof row?.[0] === 'number' ? row[0] : undefined))
}

/** How many deliveries wait, by webhook. */
export function waitingByWebhook(reader: Reader): Now<ReadonlyMap<string, number>> {
  return andThen(reader.all(WAITING, []), toCounts)
}

/** How many deliveries are `waiting`, `delivered` and `dead`. */
export function countDeliveries(reader: Reader): Now<ReadonlyMap<string, number>> {
  return andThen(reader.all(COUNTS, []), toCounts)
}

/** Try a delivery once more, whatever came of it before; false where there is none. */
export function retryDelivery(
  tx: Writer,
  { webhook, id, now }: { readonly webhook: string; readonly id: string; readonly now: number },
): Now<boolean> {
  return andThen(tx.run(RETRY, [now, webhook, id]), ({ changes }) => changes > 0)
}

/** Send nothing of what waits. `why` is shown beside each. */
export function withdrawDeliveries(tx: Writer, why: string): Now<unknown> {
  return tx.run(WITHDRAW, [why])
}

function toCounts(rows: readonly (readonly Cell[])[]): ReadonlyMap<string, number> {
  return new Map(rows.map(([key, count]) => [String(key), Number(count)]))
}
