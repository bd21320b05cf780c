import { type Steps, take } from '../base/now.ts'
import type { Cells } from './change.ts'
import type { Work } from './house.ts'
import { namesOf } from './file-names.ts'
import { addGoneFiles } from './gone-files.ts'
import type { Shape } from './shape.ts'

/**
 * Note, in the transaction of a write, which files nothing names any more after it: they are removed some time after
 * the COMMIT, however often the process ends in between (`reliability.md` checklist 6).
 *
 * @param after undefined for a record that goes
 */
export function* discardFiles(
  work: Work,
  shape: Shape,
  before: Cells,
  after: Cells | undefined,
): Steps<void> {
  if (shape.fileFields.length === 0) return
  const kept = new Set(after ? namesOf(shape, after) : [])
  const names = namesOf(shape, before).filter((name) => !kept.has(name))
  if (names.length === 0) return
  const record = String(before['id'])
  yield* take(addGoneFiles(work.tx, { collection: shape.collection.id, record, names }))
}
