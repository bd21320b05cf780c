import { apiError } from '../../base/error.ts'
import { formatTime } from '../../base/clock.ts'
import type { Cell } from '../../storage/dialect.ts'
import { allLogReaders } from '../../storage/log-readers.ts'
import { READER_PREFIX } from './collect-changes.ts'
import type { WebhookHouse } from './webhook-house.ts'

/** Which part of the deliveries of a webhook. */
export interface DeliveryQuery {
  readonly webhook: string
  /** Only those of changes before this number; undefined for the newest. */
  readonly before: number | undefined
  /** 1 to 100. */
  readonly limit: number
}

const PAGE = `select "id", "seq", "type", "status", "attempts", "answer", "error", "duration", "created", "attempted", "due"
  from "_dapur_webhookDeliveries" where "webhook" = ? and "seq" < ? order by "seq" desc limit ?`
const TOTALS = `select "status", count(*) from "_dapur_webhookDeliveries" where "webhook" = ? group by "status"`

/**
 * What was sent to a webhook and what waits, newest change first, as a JSON text: `{ items, next, totals, missed }`.
 * `next` goes into the next `before`; null at the end. Bodies are not shown.
 *
 * Errors: `webhook_not_found` 404.
 *
 * @example await listDeliveries(house, { webhook: 'w1', before: undefined, limit: 30 })
 */
export async function listDeliveries(
  { storage: { hot }, settings }: Pick<WebhookHouse, 'storage' | 'settings'>,
  { webhook, before = Number.MAX_SAFE_INTEGER, limit }: DeliveryQuery,
): Promise<string> {
  if (!settings.current.dapur.webhooks.some(({ id }) => id === webhook))
    throw apiError('webhook_not_found', { id: webhook })
  const rows = await hot.all(PAGE, [webhook, before, limit + 1])
  const counts = new Map((await hot.all(TOTALS, [webhook])).map(([status, count]) => [status, Number(count)]))
  const count = (status: string): number => counts.get(status) ?? 0
  const reader = (await allLogReaders(hot)).find(({ name }) => name === READER_PREFIX + webhook)
  const items = rows.slice(0, limit).map(toItem)
  return JSON.stringify({
    items,
    next: rows.length > limit ? (items.at(-1)?.['seq'] ?? null) : null,
    totals: { waiting: count('waiting'), delivered: count('delivered'), dead: count('dead') },
    missed: timeOf(reader?.missedAt ?? null),
  })
}

function toItem(row: readonly Cell[]): Readonly<Record<string, Cell>> {
  const [id, seq, type, status, attempts, answer, error, duration, created, attempted, due] = row
  return {
    id: id ?? '',
    seq: seq ?? 0,
    type: type ?? '',
    status: status ?? '',
    attempts: attempts ?? 0,
    answer: answer ?? null,
    error: error ?? '',
    duration: duration ?? null,
    created: timeOf(created),
    attempted: timeOf(attempted),
    next: timeOf(due),
  }
}

/** As the wire writes it; '' for never. */
function timeOf(cell: Cell | undefined): string {
  return typeof cell === 'number' ? formatTime(cell) : ''
}
