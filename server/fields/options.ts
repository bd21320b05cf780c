import type { Option } from './field-type.ts'
import { parseDate } from './parse-date.ts'

/*
 * Settings by their JSON type. `null` stands for "nothing was said" everywhere, as it does in the definitions that
 * older databases hold; a wrong JSON type is the caller's malformed body.
 */

/** A text; `fallback` is `""`. */
export function textOption(label: string, input: 'text' | 'collection' = 'text'): Option<string> {
  return { label, input, fallback: '', parse: (value) => orFallback(value, '', isText) }
}

/** A whole number; `fallback` is 0, which mostly means "the default". Fractions are the wrong type. */
export function countOption(label: string): Option<number> {
  return { label, input: 'number', fallback: 0, parse: (value) => orFallback(value, 0, isInt64) }
}

/** A number or null for "no limit". */
export function limitOption(label: string): Option<number | null> {
  return { label, input: 'number', fallback: null, parse: (value) => orFallback(value, null, isNumber) }
}

/** On or off; off unless said. */
export function switchOption(label: string): Option<boolean> {
  return { label, input: 'switch', fallback: false, parse: (value) => orFallback(value, false, isBoolean) }
}

/** A list of texts; `[]` unless said. */
export function tagsOption(label: string): Option<readonly string[]> {
  return { label, input: 'tags', fallback: [], parse: (value) => orFallback(value, [], isTextList) }
}

/** A list of texts, or null while nobody said anything. */
export function nullableTagsOption(label: string): Option<readonly string[] | null> {
  return { label, input: 'tags', fallback: null, parse: (value) => orFallback(value, null, isTextList) }
}

/** A time in any layout of contract data.md §3.8, kept in the canonical one; what does not parse is `""`. */
export function dateOption(label: string): Option<string> {
  return {
    label,
    input: 'date',
    fallback: '',
    parse: (value) => {
      const text = orFallback(value, '', isText)
      return text === undefined ? undefined : parseDate(text)
    },
  }
}

function orFallback<T, F>(
  value: unknown,
  fallback: F,
  isRight: (value: unknown) => value is T,
): T | F | undefined {
  if (value === undefined || value === null) return fallback
  return isRight(value) ? value : undefined
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isInt64(value: unknown): value is number {
  return isNumber(value) && Number.isInteger(value) && Math.abs(value) < 2 ** 63
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText)
}
