import { type RawBuilder, sql } from 'kysely'
import { type Steps, take } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import { toStringList } from '../fields/string-list.ts'
import { ruleFor } from './access.ts'
import { type Output, type Row, writeBare } from './bare.ts'
import { expandSteps, isMultiple, type Step } from './expand-paths.ts'
import { inList } from './in-list.ts'
import { joinsOf, planIfSound, statement, whereOf } from './plan.ts'
import { withPurpose } from './request.ts'
import { quote } from './serialise.ts'
import { shapeOf } from './shape.ts'

/** The most records that one record's back-relation shows. */
const MAX_BACK = 1000
/** The most records that one step may read in all. */
const MAX_FOUND = 20_000

/** What one step found: the JSON text of each record, by the id of the record that it belongs to. */
type Found = ReadonlyMap<string, readonly string[]>

/**
 * The `expand` object of each row as a JSON text, or undefined where nothing was asked for that can be walked.
 * One query a step, never one a row (contract data.md §4.10).
 */
export function* expandRows(
  output: Output,
  collection: Collection,
  rows: readonly Row[],
  expand: string,
): Steps<(string | undefined)[]> {
  if (expand === '' || rows.length === 0) return []
  const { ask, catalog } = output
  const steps = expandSteps(catalog, collection, ask.actor, expand)
  const inner: Output = {
    ...output,
    ask: { ...ask, context: withPurpose(ask.context, 'expand'), expand: '' },
  }
  return yield* walk(inner, collection, rows, steps)
}

function* walk(
  output: Output,
  collection: Collection,
  rows: readonly Row[],
  steps: Map<string, Step>,
): Steps<(string | undefined)[]> {
  if (steps.size === 0) return []
  const parts = rows.map((): string[] => [])
  for (const step of steps.values()) {
    const found = step.isBack
      ? yield* lookBack(output, collection, rows, step)
      : yield* lookForward(output, collection, rows, step)
    rows.forEach((row, i) => {
      const texts = found.get(idOf(collection, row))
      if (texts && texts.length > 0)
        parts[i]?.push(`${quote(step.key)}:${step.isSingle ? texts[0] : `[${texts.join(',')}]`}`)
    })
  }
  return parts.map((texts) => `{${texts.join(',')}}`)
}

function* lookForward(
  output: Output,
  collection: Collection,
  rows: readonly Row[],
  step: Step,
): Steps<Found> {
  const at = shapeOf(collection).byName.get(step.field.name)?.at ?? 0
  const wanted = new Map(rows.map((row) => [idOf(collection, row), toStringList(row[at])]))
  const ids = [...new Set([...wanted.values()].flat())]
  if (ids.length === 0) return new Map()
  const found = yield* read(output, step, ids, sql.ref(`${step.target.name}.id`))
  const texts = yield* write(output, step, found)
  const byId = new Map(found.map((row, i) => [idOf(step.target, row), texts[i] ?? '']))
  return new Map(
    [...wanted].map(([id, targets]) => [id, targets.flatMap((target) => byId.get(target) ?? [])]),
  )
}

function* lookBack(output: Output, collection: Collection, rows: readonly Row[], step: Step): Steps<Found> {
  const ids = rows.map((row) => idOf(collection, row))
  const column = sql.ref(`${step.target.name}.${step.field.name}`)
  const found = yield* read(output, step, ids, column, isMultiple(step.field))
  const texts = yield* write(output, step, found)
  const at = shapeOf(step.target).byName.get(step.field.name)?.at ?? 0
  const owners = new Set(ids)
  const byOwner = new Map<string, string[]>()
  found.forEach((row, i) => {
    for (const owner of toStringList(row[at])) {
      if (!owners.has(owner)) continue
      const list = byOwner.get(owner) ?? []
      if (list.length < MAX_BACK) list.push(texts[i] ?? '')
      byOwner.set(owner, list)
    }
  })
  return byOwner
}

/** Records of a step's target whose `column` holds one of the ids, under the target's view rule. */
function* read(
  { house, ask, catalog }: Output,
  step: Step,
  ids: readonly string[],
  column: RawBuilder<unknown>,
  isList: boolean = false,
): Steps<Row[]> {
  const { target } = step
  const shape = shapeOf(target)
  const plan = planIfSound(house.storage, catalog, target, { rule: ruleFor(ask.actor, target, 'viewRule') })
  if (!plan) return []
  const list = inList(ids)
  const matches = isList
    ? sql`exists (select 1 from ${house.storage.sql.listItems(column)} as "item" where "item"."value" in ${list.list})`
    : sql`${column} in ${list.list}`
  const purpose = `expand ${step.isBack ? step.field.id : 'id'} ${list.size}`
  const { sql: text, params } = statement(
    house.storage,
    plan,
    purpose,
    ask.context,
    (pieces) =>
      sql`select ${pieces.needsDistinct ? sql`distinct ` : sql``}${shape.columns} from ${shape.table}${joinsOf(pieces)}${whereOf(pieces, matches)} limit ${MAX_FOUND}`,
    list.given,
  )
  return yield* take(house.storage.hot.all(text, params))
}

function* write(output: Output, step: Step, rows: readonly Row[]): Steps<string[]> {
  const bare = yield* writeBare(output, step.target, rows)
  const expands = yield* walk(output, step.target, rows, step.next)
  return bare.map((text, i) => {
    const expanded = expands[i]
    return expanded === undefined ? text : `${text.slice(0, -1)},"expand":${expanded}}`
  })
}

function idOf(collection: Collection, row: Row): string {
  return String(row[shapeOf(collection).byName.get('id')?.at ?? 0])
}
