const quote = 0x22
const backslash = 0x5c
const openers = new Set([0x5b, 0x7b])
const closers = new Set([0x5d, 0x7d])

/** SQLite's JSON functions go no deeper, and neither do we. */
export const deepestJson = 1_000

/**
 * Is a JSON text nested too deeply to be worth parsing? `JSON.parse` needs about half a microsecond a level, so a few
 * megabytes of `[` would stop the process for a second; this reads them in milliseconds.
 *
 * @example isTooDeep('[[1]]') // false
 * @example isTooDeep('[[1]]', 1) // true
 */
export function isTooDeep(json: string, deepest: number = deepestJson): boolean {
  if (json.length <= deepest) return false
  let depth = 0
  for (let index = 0; index < json.length; index++) {
    const character = json.charCodeAt(index)
    if (character === quote) index = endOfText(json, index)
    else if (openers.has(character) && ++depth > deepest) return true
    else if (closers.has(character)) depth--
  }
  return false
}

/** The place of the quote that ends the text which begins at `start`, or the end of all. */
function endOfText(json: string, start: number): number {
  let index = start + 1
  while (index < json.length && json.charCodeAt(index) !== quote) {
    index += json.charCodeAt(index) === backslash ? 2 : 1
  }
  return index
}
