import type { Field } from '../fields/field-type.ts'
import type { SqlDialect } from '../storage/dialect.ts'
import type { Collection } from './collection.ts'
import { columnKind, columnSql } from './column.ts'
import { type PlanReason, planReason, withoutLoss } from './plan-reason.ts'
import { quoteName } from './index-expression.ts'
import { indexSql, type IndexDefinition } from './index-definition.ts'
import { readIndex } from './indexes.ts'
import { parseViewQuery, viewSelect } from './view-query.ts'

/** One step of a change of tables: what is run, why, and what would be lost by it. */
export interface SqlStep extends PlanReason {
  readonly kind: 'sql'
  readonly sql: string
  /** The place in the collection's `indexes` that this step makes: where its failure is reported. */
  readonly index?: number
}

/** Values that are read, converted by their field's type and written to another column, a chunk of records at a time. */
export interface ConvertStep extends PlanReason {
  readonly kind: 'convert'
  readonly table: string
  readonly from: string
  readonly to: string
  /** The field as it will be: its type reads every older form of a cell. */
  readonly after: Field
}

export type Step = SqlStep | ConvertStep

/**
 * What has to be done to the database so that it fits `next`: a pure plan, in order, empty when nothing of the
 * tables changes (contract data.md §2.3, §2.7). Fields are matched by id, so a new name is a renamed column.
 *
 * @example planSync(storage.sql, undefined, posts) // CREATE TABLE "posts" …, CREATE INDEX …
 * @example planSync(storage.sql, posts, undefined) // DROP TABLE "posts"
 */
export function planSync(
  sql: SqlDialect,
  stored: Collection | undefined,
  next: Collection | undefined,
): Step[] {
  if ((next ?? stored)?.type === 'view') return planView(stored, next)
  if (!next) return stored ? [planDrop(stored)] : []
  if (!stored) return [planTable(sql, next), ...planIndexes(next, [])]
  const columns = planColumns(sql, stored, next)
  const kept = keptIndexes(stored, next, columns.touched)
  return [
    ...planIndexDrops(stored, kept),
    ...planRename(stored, next),
    ...columns.steps,
    ...planIndexes(next, kept),
  ]
}

function planDrop(stored: Collection): Step {
  return {
    kind: 'sql',
    sql: `DROP TABLE ${name(stored.name)}`,
    ...planReason('collection_deleted', { collection: stored.name }),
  }
}

function planView(stored: Collection | undefined, next: Collection | undefined): Step[] {
  const isSame = stored?.name === next?.name && stored?.viewQuery === next?.viewQuery
  if (isSame) return []
  return [...(stored ? [dropView(stored)] : []), ...(next ? [createView(next)] : [])]
}

/** The step that takes a view away; its records are those of other collections. */
export function dropView(view: Collection): Step {
  return {
    kind: 'sql',
    sql: `DROP VIEW IF EXISTS ${name(view.name)}`,
    ...planReason('view_removed', { collection: view.name }),
  }
}

/** The step that makes a view from its query. */
export function createView(view: Collection): Step {
  const select = viewSelect(parseViewQuery(view.viewQuery ?? ''))
  return {
    kind: 'sql',
    sql: `CREATE VIEW ${name(view.name)} AS ${select}`,
    ...planReason('view_made', { collection: view.name }),
  }
}

// Alphabetical, as PocketBase orders them: a data dir looks the same whoever made it.
function planTable(sql: SqlDialect, next: Collection): Step {
  const columns = next.fields
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((field) => `${name(field.name)} ${columnSql(sql, field)}`)
  return {
    kind: 'sql',
    sql: `CREATE TABLE ${name(next.name)} (${columns.join(', ')})`,
    ...planReason('table_made', { collection: next.name }),
  }
}

function planRename(stored: Collection, next: Collection): Step[] {
  if (stored.name === next.name) return []
  const reason = planReason('collection_renamed', { from: stored.name, to: next.name })
  const rename = (from: string, to: string): Step => ({
    kind: 'sql',
    sql: `ALTER TABLE ${name(from)} RENAME TO ${name(to)}`,
    ...reason,
  })
  if (stored.name.toLowerCase() !== next.name.toLowerCase()) return [rename(stored.name, next.name)]
  // Databases that ignore letter case hold the two names for one that is taken.
  const between = `_dapur_rename_${next.id}`
  return [rename(stored.name, between), rename(between, next.name)]
}

interface ColumnPlan {
  readonly steps: Step[]
  /** Lower-case names of stored columns that are no longer what they were. */
  readonly touched: ReadonlySet<string>
}

function planColumns(sql: SqlDialect, stored: Collection, next: Collection): ColumnPlan {
  const table = next.name
  const before = new Map(stored.fields.map((field) => [field.id, field]))
  const taken = new Set(stored.fields.map((field) => field.name.toLowerCase()))
  const pairs = next.fields.map((after, i) => ({
    before: before.get(after.id),
    after,
    temporary: `_dapur_column_${i}`,
  }))
  const keptIds = new Set(next.fields.map((field) => field.id))
  const dropped = stored.fields.filter((field) => !keptIds.has(field.id))
  const steps: Step[] = dropped.map((field) => dropColumn(table, field))
  const finals: Step[] = []
  const touched = new Set(dropped.map((field) => field.name.toLowerCase()))
  for (const pair of pairs) {
    if (!pair.before) finals.push(addColumn(sql, table, pair.after, pair.after.name))
    else if (columnKind(pair.before) !== columnKind(pair.after)) {
      steps.push(...convertColumn(sql, table, pair.before, pair.after, pair.temporary))
      const final = renameColumn(table, pair.temporary, pair.after.name, pair.before.name)
      const isSame = pair.before.name === pair.after.name
      finals.push(isSame ? { ...final, ...withoutLoss(conversion(pair.before, pair.after)) } : final)
    } else if (!taken.has(pair.after.name.toLowerCase())) {
      steps.push(renameColumn(table, pair.before.name, pair.after.name, pair.before.name))
    } else if (pair.before.name !== pair.after.name) {
      // By way of a free name, so that two fields can swap theirs.
      steps.push(renameColumn(table, pair.before.name, pair.temporary, pair.before.name, pair.after.name))
      finals.push(renameColumn(table, pair.temporary, pair.after.name, pair.before.name))
    } else continue
    if (pair.before) touched.add(pair.before.name.toLowerCase())
  }
  return { steps: [...steps, ...finals], touched }
}

function dropColumn(table: string, field: Field): Step {
  return {
    kind: 'sql',
    sql: `ALTER TABLE ${name(table)} DROP COLUMN ${name(field.name)}`,
    ...planReason('field_removed', { field: field.name }),
  }
}

function addColumn(sql: SqlDialect, table: string, field: Field, column: string): Step {
  return {
    kind: 'sql',
    sql: `ALTER TABLE ${name(table)} ADD COLUMN ${name(column)} ${columnSql(sql, field)}`,
    ...planReason('field_added', { field: field.name }),
  }
}

function renameColumn(table: string, from: string, to: string, was: string, becomes: string = to): Step {
  const sql = `ALTER TABLE ${name(table)} RENAME COLUMN ${name(from)} TO ${name(to)}`
  return { kind: 'sql', sql, ...planReason('field_renamed', { from: was, to: becomes }) }
}

function convertColumn(
  sql: SqlDialect,
  table: string,
  before: Field,
  after: Field,
  temporary: string,
): Step[] {
  const reason = conversion(before, after)
  const aside = withoutLoss(reason)
  const { kind, sql: add } = { kind: 'sql' as const, sql: `${name(temporary)} ${columnSql(sql, after)}` }
  return [
    { kind, sql: `ALTER TABLE ${name(table)} ADD COLUMN ${add}`, ...aside },
    { kind: 'convert', table, from: before.name, to: temporary, after, ...reason },
    { kind, sql: `ALTER TABLE ${name(table)} DROP COLUMN ${name(before.name)}`, ...aside },
  ]
}

function conversion(before: Field, after: Field): PlanReason {
  const code = columnKind(after) === 'list' ? 'field_many' : 'field_single'
  return planReason(code, { field: after.name, was: before.name })
}

/** Indexes that may stay as they are: no long rebuild because a neighbour changed. */
function keptIndexes(stored: Collection, next: Collection, touched: ReadonlySet<string>): readonly string[] {
  const wanted = new Set(definitions(next).map(({ index }) => indexSql(index, '')))
  return definitions(stored)
    .filter(({ index }) => !mentions(index, touched))
    .map(({ index }) => indexSql(index, ''))
    .filter((text) => wanted.has(text))
}

function planIndexDrops(stored: Collection, kept: readonly string[]): Step[] {
  return definitions(stored)
    .filter(({ index }) => !kept.includes(indexSql(index, '')))
    .map(({ index }) => ({
      kind: 'sql',
      sql: `DROP INDEX IF EXISTS ${name(index.name)}`,
      ...planReason('index_removed', { index: index.name }),
    }))
}

function planIndexes(next: Collection, kept: readonly string[]): Step[] {
  return definitions(next)
    .filter(({ index }) => !kept.includes(indexSql(index, '')))
    .map(({ index, place }) => ({
      kind: 'sql',
      sql: indexSql(index, next.name),
      ...planReason('index_built', { index: index.name }),
      index: place,
    }))
}

function definitions(collection: Collection): { readonly index: IndexDefinition; readonly place: number }[] {
  return collection.indexes.flatMap((text, place) => {
    const index = readIndex(text)
    return index ? [{ index, place }] : []
  })
}

function mentions(index: IndexDefinition, columns: ReadonlySet<string>): boolean {
  const tokens = [...index.columns.flatMap((column) => column.tokens), ...(index.where ?? [])]
  return tokens.some((token) => columns.has(token.value.toLowerCase()))
}

function name(text: string): string {
  return quoteName(text, '"')
}
