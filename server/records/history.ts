import { isSuperuser } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { steps, type Steps, take } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import type { LoggedChange } from '../storage/change-log.ts'
import { firstChange } from '../storage/missed-changes.ts'
import { readHistory } from '../storage/record-history.ts'
import { ruleFor } from './access.ts'
import { allowsStored, orRefuse } from './allows.ts'
import type { Cells } from './change.ts'
import { collectionFor } from './collection-for.ts'
import { readRecord } from './find.ts'
import type { House } from './house.ts'
import { writeRecord } from './output.ts'
import { parseCells } from './parse-cells.ts'
import type { Ask } from './request.ts'
import { shapeOf, valuesOf } from './shape.ts'
import { updateRecord } from './update.ts'
import type { Written } from './written.ts'

/** Which record, and which part of its history. */
export interface HistoryQuery {
  readonly collection: string
  readonly id: string
  /** Only changes before this number; undefined for the newest. */
  readonly before?: number | undefined
  /** 1 to 100. */
  readonly limit: number
}

/**
 * The history of a record as a JSON text, newest change first: `{ items, next }`, where each item has `seq`, `action`,
 * `at`, `actor` (`COLLECTION_ID:RECORD_ID`, or null) and the `record` as it was after that change, null after a delete.
 * `next` goes into the next `before`; null at the end. Hidden fields are shown to superusers only, as everywhere.
 *
 * Errors: `collection_not_found`, `record_not_found`, `history_not_kept` 404; `rule_closed`, `scope_refused` 403.
 *
 * @example await listHistory(house, ask, { collection: 'posts', id, limit: 30 })
 */
export async function listHistory(house: House, ask: Ask, query: HistoryQuery): Promise<string> {
  return await steps(() => tell(house, { ...ask, expand: '' }, query))
}

function* tell(house: House, ask: Ask, query: HistoryQuery): Steps<string> {
  const catalog = house.catalog.current
  const collection = collectionFor(catalog, query.collection)
  const { hot } = house.storage
  const now = yield* admit(house, ask, catalog, collection, query.id)
  const { before = Number.MAX_SAFE_INTEGER, limit } = query
  const whose = { collection: collection.id, record: query.id }
  const changes = yield* take(readHistory(hot, { ...whose, before, limit: limit + 1 }))
  if (changes.length === 0 && !now) throw apiError('record_not_found', {})
  // What the record was after a change is what it was before the next one.
  const next =
    query.before === undefined ? undefined : yield* take(firstChange(hot, { ...whose, after: before - 1 }))
  let after = next ? parseCells(next.before) : now
  const items: string[] = []
  for (const change of changes.slice(0, limit)) {
    items.push(yield* writeItem(house, ask, collection, change, after))
    after = parseCells(change.before)
  }
  const last = changes.length > limit ? changes[limit - 1]?.seq : undefined
  return `{"items":[${items.join(',')}],"next":${last ?? null}}`
}

function* writeItem(
  house: House,
  ask: Ask,
  collection: Collection,
  { seq, action, at, actor }: LoggedChange,
  after: Cells | undefined,
): Steps<string> {
  const isThere = action !== 'delete' && after
  const record = isThere ? yield* take(writeRecord(house, ask, collection, after)) : 'null'
  const head = JSON.stringify({ seq, action, at, actor: actor === '' ? null : actor })
  return `${head.slice(0, -1)},"record":${record}}`
}

/**
 * Make a record what it was after a change of its history: an update like any other, under the update rule, with hooks
 * and checks. Files, passwords and what the system itself keeps stay as they are.
 *
 * Errors: those of `listHistory` and of `updateRecord`; `version_not_found` 404.
 *
 * @example await restoreVersion(house, ask, { collection: 'posts', id, seq: 120 })
 */
export async function restoreVersion(
  house: House,
  ask: Ask,
  { collection, id, seq }: { readonly collection: string; readonly id: string; readonly seq: number },
): Promise<Written> {
  const body = await steps(() => bodyOf(house, ask, collection, id, seq))
  return await updateRecord(house, ask, collection, id, body)
}

function* bodyOf(
  house: House,
  ask: Ask,
  name: string,
  id: string,
  seq: number,
): Steps<Record<string, unknown>> {
  const catalog = house.catalog.current
  const collection = collectionFor(catalog, name)
  const now = yield* admit(house, ask, catalog, collection, id)
  if (!now) throw apiError('record_not_found', {})
  const { hot } = house.storage
  const whose = { collection: collection.id, record: id }
  const version = yield* take(firstChange(hot, { ...whose, after: seq - 1 }))
  if (version?.seq !== seq || version.action === 'delete') throw apiError('version_not_found', { seq })
  const next = yield* take(firstChange(hot, { ...whose, after: seq }))
  return differences(collection, now, next ? (parseCells(next.before) ?? now) : now)
}

/** What an update may set, and sets to something else. */
function differences(collection: Collection, now: Cells, then: Cells): Record<string, unknown> {
  const shape = shapeOf(collection)
  const values = valuesOf(shape, then)
  const settable = shape.fields.filter(
    ({ name, type, field }) =>
      !field.system && !type.files && type.output !== 'never' && type.name !== 'autodate' && name in then,
  )
  const other = settable.filter(({ name }) => now[name] !== then[name])
  return Object.fromEntries(other.map(({ name }) => [name, values[name]]))
}

/** Who may read the history of a record; answers the record, or undefined when it is gone and a superuser asks. */
function* admit(
  house: House,
  ask: Ask,
  catalog: Catalog,
  collection: Collection,
  id: string,
): Steps<Cells | undefined> {
  const viewRule = ruleFor(ask.actor, collection, 'viewRule')
  const { history } = collection
  if (!history) throw apiError('history_not_kept', { collection: collection.name })
  const reader = house.storage.hot
  const refusal = () => apiError('record_not_found', {})
  const cells = yield* take(readRecord(house.storage, reader, collection, id))
  if (isSuperuser(ask.actor)) return cells
  const asking = { house, catalog, collection, reader, context: ask.context }
  if (!cells) throw refusal()
  if (viewRule !== null && !(yield* orRefuse(allowsStored(asking, viewRule, cells), refusal))) throw refusal()
  if (history.rule === null) throw apiError('rule_closed', {})
  if (history.rule !== '' && !(yield* orRefuse(allowsStored(asking, history.rule, cells), refusal)))
    throw refusal()
  return cells
}
