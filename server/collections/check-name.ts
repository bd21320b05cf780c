import { problem, required, type Problem } from '../base/problem.ts'
import type { Catalog, Collection } from './collection.ts'

const LONGEST = 255
const LONGEST_ID = 100
/** Names that the database or the platform keeps for itself. */
const reserved = /^(?:sqlite_|_dapur_)/i

/**
 * Is this a name for a collection (contract data.md §2.4)? `tables` are the lower-case names of all tables and
 * views there are.
 */
export function checkName(
  stored: Collection | undefined,
  next: Collection,
  catalog: Catalog,
  tables: ReadonlySet<string>,
): Problem | undefined {
  const { name } = next
  if (name === '') return required
  const shape = checkShape(name, LONGEST)
  if (shape) return shape
  if (stored?.system && stored.name !== name) {
    return problem('validation_collection_system_name_change', 'A system collection cannot be renamed.')
  }
  const others = catalog.all.filter((other) => other.id !== stored?.id)
  if (others.some((other) => other.name.toLowerCase() === name.toLowerCase())) {
    return problem('validation_collection_name_exists', 'There is another collection with this name.')
  }
  if (others.some((other) => other.id === name)) {
    return problem('validation_collection_name_id_duplicate', 'This name is the id of another collection.')
  }
  const isNew = stored?.name.toLowerCase() !== name.toLowerCase()
  if (isNew && (tables.has(name.toLowerCase()) || reserved.test(name))) {
    return problem('validation_collection_name_invalid', 'The database has another table with this name.')
  }
  return undefined
}

/**
 * Is this an id for a new collection? It must not be an id that exists, nor a name: both are looked up in one place.
 */
export function checkNewId(next: Collection, catalog: Catalog): Problem | undefined {
  if (next.id === '') return required
  if (next.id.length > LONGEST_ID) return outOfRange(LONGEST_ID)
  if (!/^\w+$/.test(next.id)) return unfit()
  if (catalog.find(next.id)) return problem('validation_invalid_or_existing_id', 'This id is taken.')
  return undefined
}

function checkShape(name: string, longest: number): Problem | undefined {
  if (name.length > longest) return outOfRange(longest)
  if (/_via_/i.test(name)) {
    return problem(
      'validation_found_via',
      'A name cannot hold "_via_": that is how back-relations are written.',
    )
  }
  return /^\w+$/.test(name) ? undefined : unfit()
}

function outOfRange(max: number): Problem {
  return problem('validation_length_out_of_range', `Use at most ${max} characters.`, { min: 1, max })
}

function unfit(): Problem {
  return problem(
    'validation_match_invalid',
    'Use letters of the English alphabet, digits and underscores only.',
  )
}
