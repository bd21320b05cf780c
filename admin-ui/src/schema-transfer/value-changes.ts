/** One thing that an import does to a collection. */
export interface ValueChange {
  kind: 'added' | 'changed' | 'removed'
  /** Where, such as `listRule` or `fields.title.max`. */
  path: string
  before?: unknown
  after?: unknown
}

/** An object with keys that nobody knows yet. */
export type Json = Readonly<Record<string, unknown>>

// Nothing of these is for the person who imports.
const unsaid = new Set(['id', 'created', 'updated', 'fields'])

/**
 * What of a stored value an import would change: only keys that the import names are looked at, and null leaves a value
 * as it is, except for rules (contract data.md §2.9, §2.10).
 *
 * @example valueChanges({ max: 5 }, { max: 9 }, 'fields.title') // [{ kind: 'changed', path: 'fields.title.max', … }]
 */
export function valueChanges(before: Json, after: Json, path = ''): ValueChange[] {
  return Object.entries(after).flatMap(([key, value]) => {
    const place = path === '' ? key : `${path}.${key}`
    const isUntouched = value === null && !key.endsWith('Rule')
    return unsaid.has(key) || isUntouched ? [] : changesOf(place, before[key], value)
  })
}

/** Is this an object, and no list? */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function changesOf(path: string, before: unknown, after: unknown): ValueChange[] {
  if (isJson(before) && isJson(after)) return valueChanges(before, after, path)
  if (areTexts(before) && areTexts(after)) return lineChanges(path, before, after)
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  return before === undefined ? [{ kind: 'added', path, after }] : [{ kind: 'changed', path, before, after }]
}

function lineChanges(path: string, before: readonly string[], after: readonly string[]): ValueChange[] {
  const gone = before.filter((line) => !after.includes(line))
  const come = after.filter((line) => !before.includes(line))
  return [
    ...gone.map((line): ValueChange => ({ kind: 'removed', path, before: line })),
    ...come.map((line): ValueChange => ({ kind: 'added', path, after: line })),
  ]
}

function areTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
