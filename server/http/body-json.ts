import { apiError } from '../base/error.ts'
import { deepestJson, isTooDeep } from '../fields/json-depth.ts'

/** A few levels more than a json field may have: those around it in a record, and in a batch. */
const DEEPEST = deepestJson + 16

const quote = 0x22
const backslash = 0x5c
const openers = new Set([0x5b, 0x7b])
const closers = new Set([0x5d, 0x7d])

/**
 * The first JSON value of a text; what follows an object or a list is ignored (contract data.md §1.6).
 *
 * Errors: `body_malformed` 400, also for more than a thousand levels.
 *
 * @example parseJsonBody('{"a":1} and more') // { a: 1 }
 */
export function parseJsonBody(text: string): unknown {
  if (isTooDeep(text, DEEPEST))
    throw apiError('body_malformed', { why: `it is nested deeper than ${deepestJson} levels` })
  try {
    return JSON.parse(text)
  } catch (error) {
    const end = endOfFirstValue(text)
    if (end < text.length) return parseStrictly(text.slice(0, end))
    throw malformed(error)
  }
}

function parseStrictly(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed(error)
  }
}

function malformed(error: unknown): Error {
  const why = error instanceof Error ? error.message.slice(0, 200) : 'it is not JSON'
  return apiError('body_malformed', { why }, { cause: error })
}

/**
 * Where the first value ends: an object or a list with its closing bracket, whatever comes behind; a bare text,
 * number or word only before white space. Only brackets and quotes are looked at, once each: the parser judges the rest.
 */
function endOfFirstValue(text: string): number {
  const start = text.search(/[^ \t\r\n]/)
  if (start === -1) return text.length
  if (text.charCodeAt(start) === quote) return endOfText(text, start) + 1
  if (!openers.has(text.charCodeAt(start))) {
    const length = text.slice(start).search(/[ \t\r\n]/)
    return length === -1 ? text.length : start + length
  }
  let depth = 0
  for (let index = start; index < text.length; index++) {
    const character = text.charCodeAt(index)
    if (character === quote) index = endOfText(text, index)
    else if (openers.has(character)) depth++
    else if (closers.has(character) && --depth === 0) return index + 1
  }
  return text.length
}

/** The place of the quote that ends the text which begins at `start`, or the end of all. */
function endOfText(text: string, start: number): number {
  let index = start + 1
  while (index < text.length && text.charCodeAt(index) !== quote) {
    index += text.charCodeAt(index) === backslash ? 2 : 1
  }
  return index
}
