import { isJsonObject } from '../base/json.ts'
import { LRUCache } from 'lru-cache'
import { parseFields, type Wanted } from './pick-fields.ts'

/** Keeps the wanted fields of a JSON text. */
export type Picker = (json: string) => string

/** What an answer to a list has beside its items, and keeps. */
const PAGE_KEYS = ['page', 'perPage', 'totalItems', 'totalPages']

const known = new LRUCache<string, Picker>({
  max: 200,
  maxSize: 200_000,
  sizeCalculation: (_, text) => text.length,
})

/**
 * Make what keeps only the fields that a client asks for (contract data.md §1.7): dot paths, `*` for all other keys
 * of a level, each item of a list for itself, `:excerpt(max, withEllipsis)`. Make it before the work is done, so that
 * a broken parameter stops a write instead of hiding its answer.
 *
 * Errors: `fields_broken` 400 for an unknown modifier, wrong arguments, unbalanced quotes or parentheses.
 *
 * @example fieldPicker('title')('{"id":"a","title":"b"}') // '{"title":"b"}'
 */
export function fieldPicker(fields: string): Picker {
  const made = known.get(fields)
  if (made) return made
  const wanted = parseFields(fields)
  const picker: Picker = (json) => JSON.stringify(pickRoot(JSON.parse(json), wanted))
  known.set(fields, picker)
  return picker
}

/**
 * The same in one step, for answers that are ready already.
 *
 * @example pickFields('{"id":"a","title":"b"}', 'title') // '{"title":"b"}'
 */
export function pickFields(json: string, fields: string): string {
  return fieldPicker(fields)(json)
}

function pickRoot(value: unknown, wanted: Wanted): unknown {
  if (
    isJsonObject(value) &&
    Array.isArray(value['items']) &&
    PAGE_KEYS.every((key) => Object.hasOwn(value, key))
  ) {
    return { ...value, items: value['items'].map((item) => pick(item, wanted)) }
  }
  return pick(value, wanted)
}

function pick(value: unknown, wanted: Wanted): unknown {
  if (wanted.isWhole) return wanted.modify ? wanted.modify(value) : value
  if (Array.isArray(value)) return isJsonObject(value[0]) ? value.map((item) => pick(item, wanted)) : value
  if (!isJsonObject(value)) return value
  const rest = wanted.keys.get('*')
  const kept: Record<string, unknown> = Object.create(null)
  for (const [key, item] of Object.entries(value)) {
    const below = wanted.keys.get(key) ?? rest
    if (below) kept[key] = pick(item, below)
  }
  return kept
}
