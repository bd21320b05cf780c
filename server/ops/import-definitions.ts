import { isProblem, type Problem, type ProblemTree } from '../base/problem.ts'
import { makeCatalog } from '../collections/catalog.ts'
import { checkIndexes } from '../collections/check-indexes.ts'
import type { Collection } from '../collections/collection.ts'
import { completeCollection } from '../collections/complete.ts'
import { withFieldIds } from '../collections/field-list.ts'
import { definitionColumns, fromRow } from '../collections/row.ts'
import { withSystemFields } from '../collections/system-fields.ts'
import { parseField } from '../fields/field.ts'
import { parseDate } from '../fields/parse-date.ts'
import type { Cell } from '../storage/dialect.ts'
import { reasonOf } from './import-refusal.ts'
import type { Source } from './import-source.ts'

/** The collections of a source, in their order, as far as they can be understood without a database. */
export interface Definitions {
  readonly collections: readonly Collection[]
  /** Why the source cannot be taken; empty when all is well. */
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
}

/**
 * Read the definitions of all collections (contract data.md §7.2). Keys that they lack have their defaults, secrets
 * are kept, index texts are written anew for the table that they belong to. `now` is a formatted time.
 */
export function readDefinitions(source: Source, now: string): Definitions {
  const layout = layoutProblem(source)
  if (layout !== undefined) return { collections: [], problems: [layout], warnings: [] }
  const problems: string[] = []
  const warnings: string[] = []
  const collections: Collection[] = []
  const columns = definitionColumns.map((column) => `"${column}"`).join(', ')
  for (const row of source.all(`SELECT ${columns} FROM _collections ORDER BY _rowid_`)) {
    const read = readDefinition(row)
    if (Array.isArray(read)) {
      problems.push(...read)
      continue
    }
    const completed = complete(read, collections, now)
    const indexed = withSoundIndexes(completed, collections)
    problems.push(...indexed.problems, ...tableProblems(source, completed))
    warnings.push(...indexed.warnings, ...columnWarnings(source, completed))
    collections.push(indexed.collection)
  }
  return { collections, problems, warnings }
}

const OLD =
  'it was written by a PocketBase before 0.23: start it once with a newer PocketBase (0.23 or later), which brings it up to date'

function layoutProblem({ tables }: Source): string | undefined {
  const columns = tables.get('_collections')?.columns
  if (tables.has('_admins') || columns?.has('schema')) return OLD
  if (!columns) return 'there is no table _collections in its data.db, so it is no data of PocketBase'
  const missing = definitionColumns.filter((column) => !columns.has(column.toLowerCase()))
  if (missing.length === 0) return undefined
  return `its table _collections has no ${missing.join(', ')}, so this layout is not known here`
}

function readDefinition(row: readonly Cell[]): Collection | string[] {
  const cell = (column: (typeof definitionColumns)[number]): Cell =>
    row[definitionColumns.indexOf(column)] ?? null
  const where = `the collection "${String(cell('name'))}"`
  try {
    const faults = fieldFaults(cell('fields')).map((fault) => `${where}: ${fault}`)
    return faults.length > 0 ? faults : fromRow(row)
  } catch (error) {
    // Whatever its row holds: no definition, and said with all the others.
    return [`${where} cannot be read: ${reasonOf(error)}`]
  }
}

function fieldFaults(cell: Cell): string[] {
  const fields: unknown = JSON.parse(String(cell ?? '') || '[]')
  if (!Array.isArray(fields)) return ['its fields are no list']
  return fields.flatMap((json: unknown) => {
    const field = parseField(json)
    return typeof field === 'string' ? [`the field ${nameOf(json)}: ${field}`] : []
  })
}

function nameOf(json: unknown): string {
  const name: unknown = typeof json === 'object' && json !== null && 'name' in json ? json.name : ''
  return JSON.stringify(name)
}

function complete(read: Collection, earlier: readonly Collection[], now: string): Collection {
  const fields = read.type === 'view' ? read.fields : withFieldIds(withSystemFields(read.type, read.fields))
  const completed = completeCollection(undefined, { ...read, fields }, makeCatalog(1, earlier), now)
  return { ...completed, created: parseDate(read.created) || now, updated: parseDate(read.updated) || now }
}

interface Indexed {
  readonly collection: Collection
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
}

/** An index that cannot be read only costs time when it is left out; a unique one is a promise about the data. */
function withSoundIndexes(collection: Collection, earlier: readonly Collection[]): Indexed {
  const catalog = makeCatalog(1, earlier)
  const checked = checkIndexes(undefined, collection, catalog)
  if (!checked.problems)
    return { collection: { ...collection, indexes: checked.indexes }, problems: [], warnings: [] }
  const problems: string[] = []
  const warnings: string[] = []
  const sound = collection.indexes.filter((text, i) => {
    const fault = faultAt(checked.problems, i)
    if (!fault) return true
    const why = `"${collection.name}": the index ${text.replaceAll(/\s+/g, ' ')}: ${fault.message}`
    const isRepeated = fault.code === 'validation_duplicated_index_definition'
    if (isUnique.test(text) && !isRepeated) problems.push(why)
    else warnings.push(`${why} It is left out.`)
    return false
  })
  const again = checkIndexes(undefined, { ...collection, indexes: sound }, catalog)
  return { collection: { ...collection, indexes: again.indexes }, problems, warnings }
}

function faultAt(problems: Problem | ProblemTree | undefined, place: number): Problem | undefined {
  if (!problems || isProblem(problems)) return problems
  const fault = problems[place]
  return fault && isProblem(fault) ? fault : undefined
}

const isUnique = /^\s*create\s+unique\b/i

function tableProblems({ tables }: Source, { name, type }: Collection): string[] {
  if (type === 'view' || tables.has(name.toLowerCase())) return []
  return [`the collection "${name}" has no table in data.db`]
}

function columnWarnings({ tables }: Source, { name, type, fields }: Collection): string[] {
  const columns = tables.get(name.toLowerCase())?.columns
  if (type === 'view' || !columns) return []
  const names = new Set(fields.map((field) => field.name.toLowerCase()))
  const missing = fields.filter((field) => !columns.has(field.name.toLowerCase()))
  const extra = [...columns].filter(([key]) => !names.has(key))
  return [
    ...missing.map(
      (field) => `"${name}": the field "${field.name}" has no column in the source: it is empty.`,
    ),
    ...extra.map(([, column]) => `"${name}": the column "${column}" belongs to no field: it is left out.`),
  ]
}
