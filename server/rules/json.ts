import { columnText, toNumeric, type Value } from './value.ts'
import type { Cell } from '../storage/dialect.ts'

/**
 * SQLite's JSON functions in memory, as `SqlDialect.jsonAt`, `listItems` and `listLength` use them. Unlike `JSON.parse` they
 * take the first of two equal keys, keep the text of a number, and tell whole numbers from others.
 */

/** SQLite calls JSON that nests deeper invalid. */
const deepest = 1000

/** Where a value stands in a JSON text. */
interface Part {
  readonly from: number
  readonly to: number
}

/**
 * A value inside a JSON cell; a text that is no JSON counts as a text of JSON (contract data.md §5.6).
 *
 * @example jsonAt('{"a":[1,2]}', ['a', 1]) // 2n
 */
export function jsonAt(cell: Cell, path: readonly (string | number)[]): Value {
  if (cell === null) return null
  const text = typeof cell === 'number' ? columnText(cell) : cell
  if (!isJson(text)) return path.length === 0 ? text : null
  let from = skipBlank(text, 0)
  for (const step of path) {
    const next = typeof step === 'number' ? itemAt(text, from, step) : memberOf(text, from, step)
    if (next === undefined) return null
    from = next
  }
  return valueOf(text, { from, to: endOf(text, from) })
}

/** A JSON cell as its column keeps it: a text that reads as a number becomes one. */
export function jsonCell(cell: Cell): Cell {
  const value = toNumeric(cell)
  return typeof value === 'bigint' ? String(value) : value
}

/** The elements of a stored list; anything else is a list of one (contract data.md §5.6). */
export function listItems(cell: Cell): readonly Value[] {
  const list = asList(cell)
  if (list !== undefined) return itemsOf(list, skipBlank(list, 0)).map((item) => valueOf(list, item))
  return [typeof cell === 'number' ? numberOf(columnText(cell)) : cell]
}

/** How many elements a stored list has; nothing has none. */
export function listLength(cell: Cell): number {
  const list = asList(cell)
  if (list !== undefined) return itemsOf(list, skipBlank(list, 0)).length
  return cell === null || cell === '' ? 0 : 1
}

function asList(cell: Cell): string | undefined {
  return typeof cell === 'string' && cell[skipBlank(cell, 0)] === '[' && isJson(cell) ? cell : undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return text.length <= deepest * 2 || isShallow(text)
  } catch {
    // Whatever the parser says about it: it is not JSON, which is an answer here.
    return false
  }
}

function isShallow(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOf(text, at) - 1
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth--
    if (depth > deepest) return false
  }
  return true
}

// From here on the text is known to be JSON.

const blank = /[ \t\n\r]*/y
const word = /[^ \t\n\r,\]}]+/y

function endOfRun(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  pattern.exec(text)
  return pattern.lastIndex
}

function skipBlank(text: string, at: number): number {
  return endOfRun(blank, text, at)
}

/** Where the value that starts here ends. */
function endOf(text: string, from: number): number {
  const first = text[from]
  if (first === '"') return endOfString(text, from)
  if (first !== '[' && first !== '{') return endOfRun(word, text, from)
  let at = from
  let depth = 0
  do {
    const character = text[at]
    if (character === '"') at = endOfString(text, at) - 1
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth--
    at++
  } while (depth > 0)
  return at
}

function endOfString(text: string, from: number): number {
  let at = from + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function itemsOf(text: string, from: number): Part[] {
  const items: Part[] = []
  let at = skipBlank(text, from + 1)
  while (text[at] !== ']') {
    const to = endOf(text, at)
    items.push({ from: at, to })
    at = skipBlank(text, to)
    if (text[at] === ',') at = skipBlank(text, at + 1)
  }
  return items
}

function itemAt(text: string, from: number, index: number): number | undefined {
  return text[from] === '[' ? itemsOf(text, from)[index]?.from : undefined
}

function memberOf(text: string, from: number, name: string): number | undefined {
  if (text[from] !== '{') return undefined
  let at = skipBlank(text, from + 1)
  while (text[at] !== '}') {
    const keyEnd = endOfString(text, at)
    const key: unknown = JSON.parse(text.slice(at, keyEnd))
    const valueAt = skipBlank(text, skipBlank(text, keyEnd) + 1)
    if (key === name) return valueAt
    at = skipBlank(text, endOf(text, valueAt))
    if (text[at] === ',') at = skipBlank(text, at + 1)
  }
  return undefined
}

function valueOf(text: string, { from, to }: Part): Value {
  const token = text.slice(from, to)
  if (token === 'null') return null
  if (token === 'true') return 1n
  if (token === 'false') return 0n
  if (token.startsWith('"')) return String(JSON.parse(token))
  if (token.startsWith('[') || token.startsWith('{')) return withoutBlanks(token)
  return numberOf(token)
}

function numberOf(token: string): Value {
  if (!/^-?\d+$/.test(token)) return Number(token)
  const whole = BigInt(token)
  return whole >= -(2n ** 63n) && whole < 2n ** 63n ? whole : Number(token)
}

/** Arrays and objects are given as JSON without blanks, otherwise as they were written. */
function withoutBlanks(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|[ \t\n\r]+/g, (_, kept: string | undefined) => kept ?? '')
}
