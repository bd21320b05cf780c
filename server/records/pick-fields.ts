import { apiError } from '../base/error.ts'
import { parseModifier } from './pick-modifiers.ts'
import { splitList } from './pick-split.ts'

/** A tree of wanted keys: the paths of `fields`, laid over each other. */
export interface Wanted {
  /** A path ends here: everything below is wanted. */
  isWhole: boolean
  /** What the path does to the value at its end. */
  modify?: (value: unknown) => unknown
  readonly keys: Map<string, Wanted>
}

/**
 * Read the parameter `fields` (contract data.md §1.7).
 *
 * Errors: `fields_broken` 400.
 *
 * @example parseFields('title,author.name,text:excerpt(80)')
 */
export function parseFields(fields: string): Wanted {
  const root: Wanted = { isWhole: false, keys: new Map() }
  const items = splitList(fields)
  if (!items) throw apiError('fields_broken', { why: 'a quote or a parenthesis is not closed' })
  for (const item of items) if (item !== '') addPath(root, item)
  return root
}

function addPath(root: Wanted, item: string): void {
  const colon = item.indexOf(':')
  const path = colon === -1 ? item : item.slice(0, colon).trimEnd()
  const modify = colon === -1 ? undefined : parseModifier(item.slice(colon + 1))
  let at = root
  for (const key of path.split('.')) {
    const next = at.keys.get(key) ?? { isWhole: false, keys: new Map() }
    at.keys.set(key, next)
    at = next
  }
  at.isWhole = true
  if (modify) at.modify = modify
}
