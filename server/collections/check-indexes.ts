import { problem, type Problem, type ProblemTree } from '../base/problem.ts'
import type { Catalog, Collection } from './collection.ts'
import { indexSql, parseIndex, printIndex, resolveIndex, type IndexDefinition } from './index-definition.ts'
import { readIndex } from './indexes.ts'
import { TokenError } from './sql-tokens.ts'

/** The indexes of a collection, written anew, or what is wrong with them. */
export interface CheckedIndexes {
  readonly indexes: readonly string[]
  /** By place in the list, or for the list as such. */
  readonly problems: Problem | ProblemTree | undefined
}

/**
 * Parse and rebuild the index statements of a collection (contract data.md §2.6): the table is always the
 * collection's, the columns its fields, and the client's own text is never kept or run.
 */
export function checkIndexes(
  stored: Collection | undefined,
  next: Collection,
  catalog: Catalog,
): CheckedIndexes {
  if (next.type === 'view' && next.indexes.length > 0) {
    return {
      indexes: [],
      problems: problem('validation_indexes_not_supported', 'A view cannot have indexes.'),
    }
  }
  const columns = new Map(next.fields.map((field) => [field.name.toLowerCase(), field.name]))
  const problems: Record<string, Problem> = {}
  const read: IndexDefinition[] = []
  const indexes = next.indexes.map((text, i) => {
    const index = parseFor(text, columns)
    const fault = typeof index === 'string' ? unreadable(index) : checkAmong(index, read, next, catalog)
    if (fault) problems[i] = fault
    if (typeof index === 'string') return text
    read.push(index)
    return printIndex(index, next.name)
  })
  if (Object.keys(problems).length > 0) return { indexes, problems }
  return { indexes, problems: stored && checkSystemIndexes(stored, read) }
}

/** The answer for an index that the database refused to build. */
export function unreadable(why: string): Problem {
  return problem(
    'validation_invalid_index_expression',
    `The index cannot be built: ${why.replace(/\.$/, '')}.`,
  )
}

function parseFor(text: string, columns: ReadonlyMap<string, string>): IndexDefinition | string {
  try {
    return resolveIndex(parseIndex(text), columns)
  } catch (error) {
    if (error instanceof TokenError) return error.message
    throw error
  }
}

function checkAmong(
  index: IndexDefinition,
  earlier: readonly IndexDefinition[],
  next: Collection,
  catalog: Catalog,
): Problem | undefined {
  const name = index.name.toLowerCase()
  if (earlier.some((other) => other.name.toLowerCase() === name)) {
    return problem('validation_duplicated_index_name', 'Another index of this list has the same name.')
  }
  const owner = catalog.all.find(
    (other) =>
      other.id !== next.id && other.indexes.some((text) => readIndex(text)?.name.toLowerCase() === name),
  )
  if (owner) {
    return problem(
      'validation_existing_index_name',
      `The collection "${owner.name}" has an index with this name.`,
    )
  }
  if (earlier.some((other) => definitionOf(other) === definitionOf(index))) {
    return problem('validation_duplicated_index_definition', 'Another index of this list does the same.')
  }
  return undefined
}

function definitionOf(index: IndexDefinition): string {
  return indexSql({ ...index, name: '' }, '')
}

// Sign-in and the system collections rely on these: what is unique must stay so.
function checkSystemIndexes(stored: Collection, next: readonly IndexDefinition[]): Problem | undefined {
  const system = new Set(
    stored.fields.filter((field) => field.system).map((field) => field.name.toLowerCase()),
  )
  const isLost = stored.indexes.some((text) => {
    const index = readIndex(text)
    if (!index?.isUnique || !columnsOf(index).some((column) => system.has(column))) return false
    return !next.some((other) => other.isUnique && columnsOf(other).join() === columnsOf(index).join())
  })
  if (!isLost) return undefined
  return problem(
    'validation_invalid_unique_system_field_index',
    'A unique index over a system field has to keep its columns.',
  )
}

function columnsOf(index: IndexDefinition): string[] {
  return index.columns.map((column) =>
    (column.field ?? indexSql({ ...index, columns: [column] }, '')).toLowerCase(),
  )
}
