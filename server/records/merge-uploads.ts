import { toStringList } from '../fields/string-list.ts'
import type { Shape } from './shape.ts'
import type { Uploads } from './uploads.ts'

/**
 * Put the names of uploads into a body, where they are what a client would have sent if files had their names already:
 * behind the names that stand under the same key (contract services.md §4.1). Parts that belong to no field for files
 * are passed over.
 *
 * @example mergeUploads(shape, { photos: 'a.png' }, uploads) // { photos: ['a.png', 'b_k2j9x0q7w2.png'] }
 */
export function mergeUploads(
  shape: Shape,
  body: Readonly<Record<string, unknown>>,
  uploads: Uploads | undefined,
): Readonly<Record<string, unknown>> {
  if (!uploads) return body
  const merged: Record<string, unknown> = Object.assign(Object.create(null), body)
  for (const { field: key, name } of uploads.byName.values()) {
    if (isForFiles(shape, key)) merged[key] = [...toStringList(merged[key]), name]
  }
  return merged
}

/** `photos`, `photos+` and `+photos`, where `photos` is a field for files. */
function isForFiles(shape: Shape, key: string): boolean {
  const isField = (name: string): boolean => shape.byName.get(name)?.type.files !== undefined
  return (
    isField(key) ||
    (key.endsWith('+') && isField(key.slice(0, -1))) ||
    (key.startsWith('+') && isField(key.slice(1)))
  )
}
