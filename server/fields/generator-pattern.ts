import { patternFault } from './pattern.ts'

/** What a text is generated from; `size` is the most characters (or empty steps) that one part can cost. */
export type Part =
  | { readonly kind: 'character'; readonly of: readonly string[]; readonly size: 1 }
  | { readonly kind: 'sequence'; readonly parts: readonly Part[]; readonly size: number }
  | { readonly kind: 'choice'; readonly parts: readonly Part[]; readonly size: number }
  | {
      readonly kind: 'repeat'
      readonly part: Part
      readonly least: number
      readonly most: number
      readonly size: number
    }

/** The most characters that a generated text may have. */
const longest = 5_000
const deepest = 100

const alphanumeric = charactersBetween('a', 'z').concat(
  charactersBetween('A', 'Z'),
  charactersBetween('0', '9'),
)
const printable = charactersBetween(' ', '~')
const sets: Readonly<Record<string, readonly string[]>> = {
  d: charactersBetween('0', '9'),
  w: [...alphanumeric, '_'],
  s: [' ', '\t', '\n', '\f', '\r'],
}
const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' }

/** The place that a parser has come to. */
interface Cursor {
  readonly characters: readonly string[]
  at: number
  depth: number
}

/**
 * Read a pattern that texts can be generated from (contract data.md §3.2): literals, classes, `.` (a letter or digit),
 * alternation, groups, `?`, `*`, `+`, `{n}` and `{n,m}`.
 * Throws an Error that says what cannot be used: broken syntax, anchors, flags, named sets, more than 5,000 characters.
 *
 * @example parseGenerator('[a-z0-9]{15}')
 */
export function parseGenerator(pattern: string): Part {
  // The syntax is RE2's, so RE2 judges it; below only what it accepts is read.
  const fault = patternFault(pattern)
  if (fault !== undefined) throw new Error(fault)
  const cursor: Cursor = { characters: Array.from(pattern), at: 0, depth: 0 }
  const part = parseChoice(cursor)
  if (part.size > longest) throw new Error(`it generates more than ${longest} characters`)
  return part
}

function parseChoice(cursor: Cursor): Part {
  if (++cursor.depth > deepest) throw new Error(`it nests more than ${deepest} groups`)
  const parts = [parseSequence(cursor)]
  while (accept(cursor, '|')) parts.push(parseSequence(cursor))
  cursor.depth--
  const [first] = parts
  if (first && parts.length === 1) return first
  return { kind: 'choice', parts, size: Math.max(...parts.map((part) => part.size)) }
}

function parseSequence(cursor: Cursor): Part {
  const parts: Part[] = []
  for (let next = peek(cursor); next !== undefined && next !== '|' && next !== ')'; next = peek(cursor)) {
    parts.push(parseRepeat(cursor, parseAtom(cursor)))
  }
  return { kind: 'sequence', parts, size: parts.reduce((sum, part) => sum + part.size, 1) }
}

function parseAtom(cursor: Cursor): Part {
  const character = take(cursor)
  if (character === '(') return parseGroup(cursor)
  if (character === '[') return parseClass(cursor)
  if (character === '\\') return oneOf(parseEscape(cursor))
  if (character === '.') return oneOf(alphanumeric)
  if (character === '^' || character === '$') throw new Error(`an anchor (${character}) generates nothing`)
  return oneOf([character])
}

function parseGroup(cursor: Cursor): Part {
  if (accept(cursor, '?')) skipGroupName(cursor)
  const part = parseChoice(cursor)
  take(cursor)
  return part
}

/** After `(?`: `:`, `P<name>` or `<name>`. */
function skipGroupName(cursor: Cursor): void {
  if (accept(cursor, ':')) return
  accept(cursor, 'P')
  if (!accept(cursor, '<')) throw new Error('flags cannot be used')
  while (take(cursor) !== '>');
}

function parseRepeat(cursor: Cursor, part: Part): Part {
  const counts = parseCounts(cursor)
  if (!counts) return part
  // A lazy quantifier generates what its greedy twin does.
  accept(cursor, '?')
  const [least, most] = counts
  return { kind: 'repeat', part, least, most, size: Math.max(1, part.size * most) }
}

/** The fewest and the most repetitions that the next quantifier stands for, if there is one. */
function parseCounts(cursor: Cursor): readonly [number, number] | undefined {
  if (accept(cursor, '?')) return [0, 1]
  if (accept(cursor, '*')) return [0, 5]
  if (accept(cursor, '+')) return [1, 5]
  const braces = /^\{(\d{1,4})(?:(,)(\d{0,4}))?\}/.exec(
    cursor.characters.slice(cursor.at, cursor.at + 11).join(''),
  )
  if (!braces) return undefined
  cursor.at += braces[0].length
  const least = Number(braces[1])
  if (braces[2] === undefined) return [least, least]
  // Open above: as many more as `*`. Otherwise the upper bound itself is never reached (contract data.md §3.2).
  return braces[3] ? [least, Math.max(least, Number(braces[3]) - 1)] : [least, least + 5]
}

function parseClass(cursor: Cursor): Part {
  const isNegated = accept(cursor, '^')
  const members = new Set<string>()
  do addMembers(cursor, members)
  while (!accept(cursor, ']'))
  const alphabet = isNegated ? printable.filter((character) => !members.has(character)) : [...members]
  if (alphabet.length === 0) throw new Error('a class matches no printable character')
  return oneOf(alphabet)
}

function addMembers(cursor: Cursor, members: Set<string>): void {
  const from = classMember(cursor)
  const isRange = from.length === 1 && peek(cursor) === '-' && cursor.characters[cursor.at + 1] !== ']'
  if (isRange) cursor.at++
  for (const member of isRange ? charactersBetween(from.join(''), classMember(cursor).join('')) : from)
    members.add(member)
}

function classMember(cursor: Cursor): readonly string[] {
  const character = take(cursor)
  if (character === '[' && peek(cursor) === ':') throw new Error('named classes cannot be used')
  return character === '\\' ? parseEscape(cursor) : [character]
}

function parseEscape(cursor: Cursor): readonly string[] {
  const letter = take(cursor)
  if (!/[A-Za-z0-9]/.test(letter)) return [letter]
  const control = controls[letter]
  if (control !== undefined) return [control]
  const set = sets[letter.toLowerCase()]
  if (!set) throw new Error(`\\${letter} cannot be used`)
  return letter === letter.toLowerCase() ? set : printable.filter((character) => !set.includes(character))
}

function oneOf(alphabet: readonly string[]): Part {
  return { kind: 'character', of: alphabet, size: 1 }
}

/** All characters from one to another, at most as many as a class may usefully have. */
function charactersBetween(from: string, to: string): string[] {
  const [first, last] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]
  if (last - first > 10_000) throw new Error('a class has too many characters')
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index))
}

function peek(cursor: Cursor): string | undefined {
  return cursor.characters[cursor.at]
}

function accept(cursor: Cursor, character: string): boolean {
  const isNext = peek(cursor) === character
  if (isNext) cursor.at++
  return isNext
}

function take(cursor: Cursor): string {
  const character = peek(cursor)
  if (character === undefined) throw new Error('it ends too early')
  cursor.at++
  return character
}
