import { sql } from 'kysely'
import { type Actor, isSuperuser } from '../base/actor.ts'
import { type Steps, take } from '../base/now.ts'
import type { Catalog, Collection } from '../collections/collection.ts'
import type { Cell } from '../storage/dialect.ts'
import { manageRuleFor } from './access.ts'
import type { House } from './house.ts'
import { inList } from './in-list.ts'
import { ifSound, joinsOf, planFor, statement, whereOf } from './plan.ts'
import type { Ask } from './request.ts'
import { rowWriter } from './serialise.ts'
import { shapeOf } from './shape.ts'

/** A record as it was read by `Shape.columns`. */
export type Row = readonly Cell[]

/** What it takes to write rows. */
export interface Output {
  readonly house: House
  readonly ask: Ask
  readonly catalog: Catalog
}

/**
 * Rows of one collection as JSON texts without their expands, as this actor may see them: hidden fields and
 * e-mail addresses are decided here and nowhere else (contract data.md §4.2).
 */
export function* writeBare(output: Output, collection: Collection, rows: readonly Row[]): Steps<string[]> {
  const managed = needsManageRule(output.ask.actor, collection)
    ? yield* managedIds(output, collection, rows)
    : nobody
  return writePlain(output.ask.actor, collection, rows, managed)
}

const nobody: ReadonlySet<string> = new Set()

/** The same when it is known that nothing has to be read for it. */
export function writePlain(
  actor: Actor,
  collection: Collection,
  rows: readonly Row[],
  managed: ReadonlySet<string> = nobody,
): string[] {
  const write = rowWriter(collection, isSuperuser(actor))
  const showsEmail = emailTest(actor, collection, managed)
  return rows.map((row) => `${write(row, showsEmail(row))}}`)
}

/** Does it take a query to know whose e-mail may be shown? */
export function needsManageRule(actor: Actor, collection: Collection): boolean {
  return collection.type === 'auth' && typeof manageRuleFor(actor, collection) === 'string'
}

/** Which of these rows' e-mails may be shown (contract data.md §4.2). */
function emailTest(
  actor: Actor,
  collection: Collection,
  managed: ReadonlySet<string>,
): (row: Row) => boolean {
  if (collection.type !== 'auth' || isSuperuser(actor)) return () => true
  const shape = shapeOf(collection)
  const idAt = shape.byName.get('id')?.at ?? 0
  const visibleAt = shape.byName.get('emailVisibility')?.at ?? 0
  const ownId = actor.kind === 'record' && actor.collectionId === collection.id ? actor.id : undefined
  return (row) => Boolean(row[visibleAt]) || row[idAt] === ownId || managed.has(String(row[idAt]))
}

/** The ids of those rows that this actor may manage: one query for all of them. */
function* managedIds(
  { house, ask, catalog }: Output,
  collection: Collection,
  rows: readonly Row[],
): Steps<ReadonlySet<string>> {
  const rule = manageRuleFor(ask.actor, collection)
  if (typeof rule !== 'string' || rows.length === 0) return new Set()
  const shape = shapeOf(collection)
  const idAt = shape.byName.get('id')?.at ?? 0
  const id = sql.ref(`${collection.name}.id`)
  const ids = inList(rows.map((row) => String(row[idAt])))
  const asked = ifSound(() =>
    statement(
      house.storage,
      planFor(house.storage, catalog, collection, { rule }),
      `manage ${ids.size}`,
      ask.context,
      (pieces) =>
        sql`select ${id} from ${shape.table}${joinsOf(pieces)}${whereOf(pieces, sql`${id} in ${ids.list}`)}`,
      ids.given,
    ),
  )
  if (!asked) return nobody
  const found = yield* take(house.storage.hot.all(asked.sql, asked.params))
  return new Set(found.map(([value]) => String(value)))
}
