import { isTooDeep } from './json-depth.ts'
import { stringify } from './stringify.ts'

/**
 * The list of strings that a client means (contract data.md §3.1): null and `""` are none, an array is its elements as
 * text, a text that holds a JSON array of strings is that array, and any other scalar is one element. Empty elements and
 * repetitions are dropped; the first of equals stays.
 *
 * @example toStringList(['a', '', 'b', 'a']) // ['a', 'b']
 * @example toStringList('["a","b"]') // ['a', 'b']
 * @example toStringList(7) // ['7']
 */
export function toStringList(input: unknown): string[] {
  const elements = Array.isArray(input) ? input : typeof input === 'string' ? fromText(input) : [input]
  return [...new Set(elements.map(stringify).filter((element) => element !== ''))]
}

function fromText(text: string): readonly unknown[] {
  return (text.includes('[') ? parseArray(text) : undefined) ?? [text]
}

function parseArray(text: string): readonly unknown[] | undefined {
  if (isTooDeep(text)) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) && parsed.every(isTextOrNull) ? parsed : undefined
  } catch {
    // Not JSON: the text itself is the one element.
    return undefined
  }
}

function isTextOrNull(element: unknown): boolean {
  return element === null || typeof element === 'string'
}
