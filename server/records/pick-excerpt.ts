import { plainText } from './pick-plain-text.ts'

/**
 * The beginning of a text of HTML as plain text, with at most `max` characters and perhaps three dots behind them
 * (contract data.md §1.7).
 *
 * @example excerpt('<p>Nasi <b>uduk</b></p><p>Betawi</p>', { max: 11, withEllipsis: true }) // 'Nasi uduk B...'
 */
export function excerpt(
  html: string,
  { max, withEllipsis }: { readonly max: number; readonly withEllipsis: boolean },
): string {
  // Every character is one or two units long, so twice as many units are enough to know whether there are more.
  const text = plainText(html, 2 * max + 2).trim()
  const end = endOfCharacters(text, max)
  if (end >= text.length) return text
  return text.slice(0, end).trim() + (withEllipsis ? '...' : '')
}

/** Where the first `count` characters end; characters are code points, so none is cut in two. */
function endOfCharacters(text: string, count: number): number {
  if (text.length <= count) return text.length
  let end = 0
  for (let left = count; left > 0 && end < text.length; left--)
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  return end
}
