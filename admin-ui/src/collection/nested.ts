import type { CollectionForm } from './use-collection-draft.ts'

/** Options below the first level, by a path with dots. */
export interface Nested {
  get: (path: string) => unknown
  set: (path: string, value: unknown) => void
}

/** @example nestedOf(form).set('otp.enabled', true) */
export function nestedOf({ draft, set }: CollectionForm): Nested {
  return {
    get: (path) => {
      let node: unknown = draft
      for (const key of path.split('.')) node = objectOf(node)[key]
      return node
    },
    set: (path, value) => {
      const [first = '', ...rest] = path.split('.')
      set({ [first]: put(draft[first], rest, value) })
    },
  }
}

function put(node: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  const object = objectOf(node)
  return { ...object, [key]: put(object[key], rest, value) }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}
}
