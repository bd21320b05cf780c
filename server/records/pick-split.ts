const QUOTES = new Set(['"', "'", '`'])

/**
 * Split a list at its commas, except at those inside quotes or parentheses; the items are trimmed. Undefined when
 * a quote or a parenthesis is left open, or closed too often.
 *
 * @example splitList('a, b:excerpt(1,true)') // ['a', 'b:excerpt(1,true)']
 */
export function splitList(text: string): string[] | undefined {
  const items: string[] = []
  let start = 0
  let depth = 0
  let quote = ''
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    if (quote !== '') quote = character === quote ? '' : quote
    else if (QUOTES.has(character)) quote = character
    else if (character === '(') depth++
    else if (character === ')' && --depth < 0) return undefined
    else if (character === ',' && depth === 0) {
      items.push(text.slice(start, index).trim())
      start = index + 1
    }
  }
  if (quote !== '' || depth > 0) return undefined
  items.push(text.slice(start).trim())
  return items
}
