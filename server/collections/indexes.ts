import type { Collection } from './collection.ts'
import { parseIndex, type IndexDefinition } from './index-definition.ts'
import { TokenError } from './sql-tokens.ts'

/** What a unique index says of the one column that it is over. */
export interface UniqueIndex {
  /** Does it hold values that differ only in letter case for equal? Look-ups then have to do so too (contract data.md §2.6). */
  readonly ignoresCase: boolean
}

type Indexed = Pick<Collection, 'indexes'>

const parsed = new WeakMap<Indexed, ReadonlyMap<string, UniqueIndex>>()

/**
 * The unique index over exactly this column, if there is one; a partial one counts.
 *
 * @example uniqueIndexOn(users, 'email') // { ignoresCase: false }
 */
export function uniqueIndexOn(collection: Indexed, column: string): UniqueIndex | undefined {
  let indexes = parsed.get(collection)
  if (!indexes) {
    indexes = readUniqueIndexes(collection.indexes)
    parsed.set(collection, indexes)
  }
  return indexes.get(column.toLowerCase())
}

/** An index statement's definition, or undefined for text that is none: old databases may hold such. */
export function readIndex(text: string): IndexDefinition | undefined {
  try {
    return parseIndex(text)
  } catch (error) {
    if (error instanceof TokenError) return undefined
    throw error
  }
}

/** Unique indexes of one column, by its lower-case name. Where there are two, one that ignores letter case tells more. */
export function readUniqueIndexes(texts: readonly string[]): ReadonlyMap<string, UniqueIndex> {
  const indexes = new Map<string, UniqueIndex>()
  for (const text of texts) {
    const index = readIndex(text)
    const [column] = index?.columns ?? []
    if (!index?.isUnique || index.columns.length !== 1 || column?.field === undefined) continue
    const field = column.field.toLowerCase()
    const ignoresCase = column.collation === 'NOCASE' || indexes.get(field)?.ignoresCase === true
    indexes.set(field, { ignoresCase })
  }
  return indexes
}
