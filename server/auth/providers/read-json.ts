import type { Json } from './provider.ts'

/**
 * The value at a path of an answer: `picture.data.url`, `response.0.id`. Undefined where there is none.
 *
 * @example at({ data: [{ id: 7 }] }, 'data.0.id') // 7
 */
export function at(raw: unknown, path: string): unknown {
  let value = raw
  for (const key of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}

/** A text, or a number in decimal; '' for whatever else is there. */
export function text(raw: unknown, path: string): string {
  const value = at(raw, path)
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : ''
}

/** Several texts as one: a first and a last name. */
export function joined(raw: unknown, ...paths: readonly string[]): string {
  return paths
    .map((path) => text(raw, path))
    .filter((part) => part !== '')
    .join(' ')
}

/** `true`, also as a text. Whatever else is there is no. */
export function isTrue(raw: unknown, path: string): boolean {
  const value = at(raw, path)
  return value === true || value === 'true'
}

/** The text at a path, if the answer says at another that it is true. */
export function textIf(raw: unknown, path: string, condition: string): string {
  return isTrue(raw, condition) ? text(raw, path) : ''
}

/** The items of a list; none where there is no list. */
export function items(raw: unknown, path = ''): readonly unknown[] {
  const value = path === '' ? raw : at(raw, path)
  return Array.isArray(value) ? value : []
}
