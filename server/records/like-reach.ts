import type { Catalog, Collection } from '../collections/collection.ts'
import type { Field } from '../fields/field-type.ts'
import type { Comparison, Expression, Term } from '../rules/ast.ts'
import type { Cell } from '../storage/dialect.ts'

/** How far the `~` of a question reach: comparing costs the length of the text times the length of the pattern. */
export interface LikeReach {
  /** The longest text that may be searched, in characters; 0 when nothing is. */
  readonly text: number
  /** The longest pattern that comes from the records themselves. */
  readonly pattern: number
}

/** Steps for one record, about a nanosecond each: more than these would hold up the loop, whatever else is read. */
const MOST_STEPS = 1_000_000
/** What is longer than anybody says: parts of the request, and names that we do not follow. */
const UNKNOWN = 5_000_000
const DEFAULT_TEXT = 5000
/** An address, a file name, a date, an id. */
const WORD = 500

const nothing: LikeReach = { text: 0, pattern: 0 }

/**
 * Find what the `~` of a rule and of a filter compare with each other.
 *
 * @example likeReach(catalog, posts, [parseRule('title ~ "soto"')]) // { text: 5000, pattern: 0 }
 */
export function likeReach(
  catalog: Catalog,
  collection: Collection,
  expressions: readonly Expression[],
): LikeReach {
  const likes = expressions.flatMap(likesOf)
  if (likes.length === 0) return nothing
  const lengthOf = (term: Term): number => longestValue(catalog, collection, term)
  return {
    text: Math.max(...likes.map(({ left }) => lengthOf(left))),
    pattern: Math.max(...likes.map(({ right }) => (isOfRecord(right) ? lengthOf(right) : 0))),
  }
}

/** Would a statement with these parameters take too long for a single record? Patterns are known by their `%`. */
export function isCostlyLike({ text, pattern }: LikeReach, params: readonly Cell[]): boolean {
  if (text === 0) return false
  let length = pattern
  for (const param of params) if (typeof param === 'string' && param.includes('%')) length += param.length
  return length * text > MOST_STEPS
}

function likesOf(expression: Expression): Comparison[] {
  if (expression.kind !== 'compare') return expression.parts.flatMap(likesOf)
  return expression.sign === '~' || expression.sign === '!~' ? [expression] : []
}

/** Texts and what stands in the request are parameters, and those are measured when they are there. */
function isOfRecord(term: Term): boolean {
  return term.kind === 'call' || (term.kind === 'name' && !term.name.startsWith('@request.'))
}

function longestValue(catalog: Catalog, collection: Collection, term: Term): number {
  if (term.kind === 'text') return term.value.length
  if (term.kind !== 'name') return WORD
  const [first = '', ...rest] = term.name.replace(/:\w+$/, '').split('.')
  if (first !== '@collection') return longestAt(catalog, collection, [first, ...rest])
  const [name = '', ...path] = rest
  return longestAt(catalog, catalog.find(name.replace(/:.*$/, '')), path)
}

function longestAt(
  catalog: Catalog,
  collection: Collection | undefined,
  [name = '', ...rest]: readonly string[],
): number {
  const field = collection?.fields.find((candidate) => candidate.name === name)
  if (field && (rest.length === 0 || field.type !== 'relation')) return longestCell(field)
  const target = field ? field.options['collectionId'] : /^(\w+)_via_\w+$/.exec(name)?.[1]
  return typeof target === 'string' ? longestAt(catalog, catalog.find(target), rest) : UNKNOWN
}

/** The longest cells by type of field, in characters; types that are not here hold a word an element. */
const longest: Readonly<Record<string, (field: Field) => number>> = {
  text: (field) => count(field, 'max') || DEFAULT_TEXT,
  editor: (field) => count(field, 'maxSize') || UNKNOWN,
  json: (field) => count(field, 'maxSize') || 1024 * 1024,
}

function longestCell(field: Field): number {
  return longest[field.type]?.(field) ?? Math.max(count(field, 'maxSelect'), 1) * WORD
}

function count({ options }: Field, name: string): number {
  const value = options[name]
  return typeof value === 'number' ? value : 0
}
