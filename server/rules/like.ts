/** LIKE as SQLite does it: `%` any, `_` one code point, backslash escapes. */

/**
 * The right side of `~` as a pattern (contract data.md §5.6, Appendix A): with a `%` of its own it is taken as it is,
 * otherwise its special characters are escaped and it may stand anywhere.
 *
 * @example toPattern('ab_c') // '%ab\\_c%'
 * @example toPattern('ab%c') // 'ab%c'
 */
export function toPattern(text: string): string {
  let escaped = ''
  for (let index = 0; index < text.length; index++) {
    const pair = text.slice(index, index + 2)
    if (/^\\[\\%_]$/.test(pair)) {
      escaped += pair
      index++
    } else if (pair.startsWith('%')) {
      return text
    } else {
      escaped += /^[\\_]/.test(pair) ? `\\${pair.charAt(0)}` : pair.charAt(0)
    }
  }
  return `%${escaped}%`
}

/** What stands between two `%`: characters, where undefined is any one code point. */
interface Segment {
  readonly characters: readonly (string | undefined)[]
  /** The characters as one text, when all are given. */
  readonly plain: string | undefined
}

/**
 * Make the test of one pattern. A text is searched for segment after segment, each as far to the left as it can be, so
 * nothing is ever tried again with another choice before it.
 *
 * @example likeTest('a%c', foldCase)('ABC') // true
 */
export function likeTest(pattern: string, fold: (text: string) => string): (text: string) => boolean {
  const [first, ...rest] = toSegments(untilNul(fold(pattern))) ?? []
  if (!first) return () => false
  const last = rest.at(-1)
  const middle = rest.slice(0, -1)
  return (given) => {
    const text = untilNul(fold(given))
    const start = endAt(first, text, 0)
    if (!last) return start === text.length
    const at = middle.reduce((from, segment) => (from < 0 ? from : endAfter(segment, text, from)), start)
    return at >= 0 && isEnd(last, text, at)
  }
}

/** SQLite's LIKE reads C strings. */
function untilNul(text: string): string {
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}

/** Undefined for a pattern that ends in a lone backslash: it matches nothing. */
function toSegments(pattern: string): readonly Segment[] | undefined {
  const segments: (string | undefined)[][] = [[]]
  let isEscaped = false
  for (const character of pattern) {
    if (!isEscaped && character === '\\') {
      isEscaped = true
      continue
    }
    if (!isEscaped && character === '%') segments.push([])
    else segments.at(-1)?.push(!isEscaped && character === '_' ? undefined : character)
    isEscaped = false
  }
  return isEscaped ? undefined : segments.map(toSegment)
}

function toSegment(characters: readonly (string | undefined)[]): Segment {
  return { characters, plain: characters.includes(undefined) ? undefined : characters.join('') }
}

/** Where the segment ends when it starts here, or -1. */
function endAt({ characters, plain }: Segment, text: string, from: number): number {
  if (plain !== undefined) return text.startsWith(plain, from) ? from + plain.length : -1
  let at = from
  for (const wanted of characters) {
    const character = characterAt(text, at)
    if (character === '' || (wanted !== undefined && wanted !== character)) return -1
    at += character.length
  }
  return at
}

/** Where the segment ends when it starts as early as it can from here, or -1. */
function endAfter(segment: Segment, text: string, from: number): number {
  const { plain } = segment
  if (plain !== undefined) {
    const at = text.indexOf(plain, from)
    return at < 0 ? -1 : at + plain.length
  }
  for (let at = from; at < text.length; at += characterAt(text, at).length) {
    const end = endAt(segment, text, at)
    if (end >= 0) return end
  }
  return -1
}

/** Is the segment the end of the text, no earlier than here? */
function isEnd(segment: Segment, text: string, from: number): boolean {
  let at = text.length
  for (let left = segment.characters.length; left > 0; left--) {
    const isPair = at > 1 && (text.codePointAt(at - 2) ?? 0) > 0xffff
    at -= isPair ? 2 : 1
  }
  return at >= from && endAt(segment, text, at) === text.length
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}
