import { newRandomId } from '../../base/id.ts'
import { andThen, type Now, steps, type Steps, take } from '../../base/now.ts'
import type { WebhookSetting } from '../../settings/webhook-setting.ts'
import { type LoggedChange, readReach, tailChanges } from '../../storage/change-log.ts'
import type { Writer } from '../../storage/dialect.ts'
import { allLogReaders, type LogReader, putLogReader, removeLogReader } from '../../storage/log-readers.ts'
import { insertDelivery, waitingByWebhook } from './delivery-table.ts'
import { eventBody } from './event-body.ts'
import { wantsChange } from './wants-change.ts'
import type { WebhookHouse } from './webhook-house.ts'

/** Changes that are looked at in one transaction: those of others come in between. */
const SLICE = 50
/** A webhook for which so much waits already reads on when there is room again. */
const MOST_WAITING = 10_000
export const READER_PREFIX = 'webhook:'

/**
 * Make deliveries of what was committed since the last time, and write down how far that was, in one transaction:
 * so each change is delivered, and none is forgotten. A webhook that is new, or enabled again, begins with what is
 * committed from now on.
 *
 * Errors: those of `storage.write`.
 *
 * @example await collectChanges(house)
 */
export async function collectChanges(house: WebhookHouse): Promise<void> {
  for (;;) {
    if (!(await isBehind(house))) return
    const isMore = await house.storage.write((tx) => steps(() => collectSlice(house, tx)))
    if (!isMore) return
  }
}

/** A webhook and how far it has read. */
interface Collector {
  readonly webhook: WebhookSetting
  readonly reader: LogReader
}

/** Without a write: most of the time there is nothing to do. */
function isBehind({ storage, settings }: WebhookHouse): Now<boolean> {
  const enabled = enabledWebhooks(settings.current.dapur.webhooks)
  return andThen(allLogReaders(storage.hot), (all) => {
    const readers = all.filter(({ name }) => name.startsWith(READER_PREFIX))
    if (readers.length === 0 && enabled.size === 0) return false
    if (readers.length !== enabled.size || readers.some(({ name }) => !enabled.has(name))) return true
    return andThen(readReach(storage.hot), ({ end }) => readers.some(({ seq }) => seq < end))
  })
}

/** By the names of their readers. */
function enabledWebhooks(webhooks: readonly WebhookSetting[]): Map<string, WebhookSetting> {
  return new Map(
    webhooks.filter(({ enabled }) => enabled).map((webhook) => [READER_PREFIX + webhook.id, webhook]),
  )
}

/** Says whether there is more to collect now. */
function* collectSlice(house: WebhookHouse, tx: Writer): Steps<boolean> {
  const collectors = yield* openCollectors(house, tx)
  const waiting = yield* take(waitingByWebhook(tx))
  const able = collectors.filter(({ webhook }) => (waiting.get(webhook.id) ?? 0) < MOST_WAITING)
  if (able.length === 0) return false
  const from = Math.min(...able.map(({ reader }) => reader.seq))
  const changes = yield* take(tailChanges(tx, from, SLICE))
  for (const change of changes) yield* postChange(house, tx, change, able)
  const last = changes.at(-1)?.seq ?? from
  for (const { reader } of able)
    if (reader.seq < last) yield* take(putLogReader(tx, { ...reader, seq: last }))
  return changes.length === SLICE
}

/** Where each enabled webhook stands; those of others are let go of. */
function* openCollectors({ settings, clock, log }: WebhookHouse, tx: Writer): Steps<Collector[]> {
  const enabled = enabledWebhooks(settings.current.dapur.webhooks)
  const known = new Map((yield* take(allLogReaders(tx))).map((reader) => [reader.name, reader]))
  for (const name of known.keys())
    if (name.startsWith(READER_PREFIX) && !enabled.has(name)) yield* take(removeLogReader(tx, name))
  const { pruned, end } = yield* take(readReach(tx))
  const collectors: Collector[] = []
  for (const [name, webhook] of enabled) {
    const stands = known.get(name)
    const hasMissed = stands !== undefined && stands.seq < pruned
    if (hasMissed) log.error({ webhook: webhook.id }, 'a webhook was too far behind, and missed changes')
    const reader: LogReader = hasMissed
      ? { name, seq: pruned, missedAt: clock.now() }
      : (stands ?? { name, seq: end, missedAt: null })
    if (reader !== stands) yield* take(putLogReader(tx, reader))
    collectors.push({ webhook, reader })
  }
  return collectors
}

function* postChange(
  house: WebhookHouse,
  tx: Writer,
  logged: LoggedChange,
  collectors: readonly Collector[],
): Steps<void> {
  const { seq, action } = logged
  const collection = house.catalog.current.byId(logged.collection)
  // What is told of a collection is told while it is there.
  if (!collection || action === 'define') return
  const change = { logged, collection, action }
  const wanting = collectors.filter(({ webhook, reader }) => reader.seq < seq && wantsChange(webhook, change))
  if (wanting.length === 0) return
  const body = yield* eventBody(house, tx, change)
  for (const { webhook } of wanting) {
    const posting = { id: `msg_${newRandomId()}`, webhook: webhook.id, seq, body, now: house.clock.now() }
    yield* take(insertDelivery(tx, { ...posting, type: `${collection.name}.${action}` }))
  }
}
