import { isJsonObject } from '../base/json.ts'
import { apiError } from '../base/error.ts'

/**
 * One object of a request's body, read key by key over what is there already: a key that is absent or null
 * keeps it, and a value of another JSON type is `body_malformed` 400 (contract data.md §2.7, §2.10).
 */
export interface Submitted {
  has(key: string): boolean
  text(key: string, kept: string): string
  flag(key: string, kept: boolean): boolean
  /** Whole numbers only. */
  whole(key: string, kept: number): number
  /** A rule: null is a value of its own here, and says that only superusers may. */
  rule(key: string, kept: string | null): string | null
  /** A flag that may also be null. */
  maybeFlag(key: string, kept: boolean | null): boolean | null
  /** An object as it came, or null. */
  maybeObject(key: string, kept: Json): Json
  /** An object to read on; nothing submitted reads as an empty one. */
  object(key: string): Submitted
  list(key: string): readonly unknown[] | undefined
  texts(key: string, kept: readonly string[]): readonly string[]
}

type Json = Readonly<Record<string, unknown>> | null

/**
 * Begin to read a submitted object; null and nothing are empty ones.
 *
 * @example readSubmitted({ name: 'posts' }).text('name', '') // 'posts'
 */
export function readSubmitted(input: unknown, at = ''): Submitted {
  const values = input === undefined || input === null ? {} : asObject(input, at || 'the body')
  const path = (key: string): string => (at ? `${at}.${key}` : key)
  const has = (key: string): boolean => Object.hasOwn(values, key) && values[key] !== undefined
  const isGiven = (key: string): boolean => has(key) && values[key] !== null

  function typed<T>(key: string, kept: T, is: (value: unknown) => value is T, what: string): T {
    if (!isGiven(key)) return kept
    const value = values[key]
    if (!is(value)) throw malformed(path(key), what)
    return value
  }
  const list = (key: string): readonly unknown[] | undefined =>
    isGiven(key) ? typed(key, [], Array.isArray, 'a list') : undefined

  return {
    has,
    list,
    text: (key, kept) => typed(key, kept, isText, 'a text'),
    flag: (key, kept) => typed(key, kept, isFlag, 'true or false'),
    whole: (key, kept) => typed(key, kept, isWhole, 'a whole number'),
    rule: (key, kept) => (has(key) ? typed<string | null>(key, null, isText, 'a text or null') : kept),
    maybeFlag: (key, kept) =>
      has(key) ? typed<boolean | null>(key, null, isFlag, 'true, false or null') : kept,
    maybeObject: (key, kept) => (has(key) ? typed<Json>(key, null, isJsonObject, 'an object or null') : kept),
    object: (key) => readSubmitted(isGiven(key) ? values[key] : undefined, path(key)),
    texts: (key, kept) =>
      list(key)?.map((item, i) => {
        if (!isText(item)) throw malformed(`${path(key)}.${i}`, 'a text')
        return item
      }) ?? kept,
  }
}

function asObject(input: unknown, what: string): Readonly<Record<string, unknown>> {
  if (!isJsonObject(input)) throw malformed(what, 'an object')
  return input
}

function malformed(what: string, wanted: string): Error {
  return apiError('body_malformed', {
    why: `${what === 'the body' ? what : `"${what}"`} has to be ${wanted}`,
  })
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value)
}
