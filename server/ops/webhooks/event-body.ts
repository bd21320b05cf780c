import { type Steps, take } from '../../base/now.ts'
import type { Collection } from '../../collections/collection.ts'
import type { Cells } from '../../records/change.ts'
import { readRecord } from '../../records/find.ts'
import { parseCells } from '../../records/parse-cells.ts'
import { rowWriter } from '../../records/serialise.ts'
import { shapeOf } from '../../records/shape.ts'
import type { LoggedChange } from '../../storage/change-log.ts'
import type { Writer } from '../../storage/dialect.ts'
import { firstChange } from '../../storage/missed-changes.ts'
import type { ChangeKind } from './wants-change.ts'
import type { WebhookHouse } from './webhook-house.ts'

/** A change of the log, and the record that it was made to. */
export interface EventChange extends ChangeKind {
  readonly logged: LoggedChange
}

/**
 * The body that webhooks get for a change: `{ type, timestamp, data: { collection, action, seq, record, before? } }`.
 * Records are as superusers see them, without hidden fields. `record` is what the change made of it, even when
 * others came after it; of a deleted one it is the last there was.
 *
 * @example yield* eventBody(house, tx, { logged, collection, action: 'create' })
 */
export function* eventBody(house: WebhookHouse, tx: Writer, change: EventChange): Steps<string> {
  const { collection, action, logged } = change
  const before = parseCells(logged.before)
  const record = action === 'delete' ? before : yield* recordAfter(house, tx, change)
  const shown = `"record":${writeCells(collection, record)}`
  const told = action === 'update' ? `${shown},"before":${writeCells(collection, before)}` : shown
  const data = JSON.stringify({ collection: collection.name, action, seq: logged.seq })
  const head = JSON.stringify({
    type: `${collection.name}.${action}`,
    timestamp: logged.at.replace(' ', 'T'),
  })
  return `${head.slice(0, -1)},"data":${data.slice(0, -1)},${told}}}`
}

/** What a record was after a change is what it was before the next one. */
function* recordAfter(
  { storage }: WebhookHouse,
  tx: Writer,
  { collection, logged: { record, seq } }: EventChange,
): Steps<Cells | undefined> {
  const next = yield* take(firstChange(tx, { collection: collection.id, record, after: seq }))
  return next ? parseCells(next.before) : yield* take(readRecord(storage, tx, collection, record))
}

function writeCells(collection: Collection, cells: Cells | undefined): string {
  if (!cells) return 'null'
  const row = shapeOf(collection).fields.map(({ name }) => cells[name] ?? null)
  return `${rowWriter(collection, false)(row, true)}}`
}
