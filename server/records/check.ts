import { bag } from '../base/bag.ts'
import { apiError } from '../base/error.ts'
import { isLate, type Steps, take } from '../base/now.ts'
import { problem, type ProblemTree, required } from '../base/problem.ts'
import type { CheckContext } from '../fields/field-type.ts'
import type { Cells } from './change.ts'
import { readRecord } from './find.ts'
import type { Shape } from './shape.ts'
import type { Work } from './work.ts'

/** What a write is about to store. */
export interface Candidate {
  readonly verb: 'create' | 'update'
  readonly values: Record<string, unknown>
  /** The values before the write; undefined on create. */
  readonly stored: Readonly<Record<string, unknown>> | undefined
  /** The files that came with the request, by their stored names. */
  readonly uploads?: CheckContext['uploads']
}

/**
 * The last word of the field types before a write: generated ids and texts, autodates. Changes `values`.
 */
export function completeValues(
  work: Work,
  shape: Shape,
  { verb, values }: Pick<Candidate, 'verb' | 'values'>,
): void {
  const context = { verb, at: work.at, now: work.now, isSystem: shape.collection.system }
  for (const { name, type, field } of shape.fields) {
    if (type.beforeSave) values[name] = type.beforeSave(values[name], field.options, context)
  }
}

/**
 * Check the values of all fields and report all that is wrong at once (contract data.md §4.5, 5).
 *
 * Errors: `validation_failed` 400 with a problem under each field.
 */
export function* checkValues(work: Work, shape: Shape, candidate: Candidate): Steps<void> {
  const { collection } = shape
  const { verb, values, stored, uploads } = candidate
  const problems: ProblemTree = {}
  const context: { -readonly [K in keyof CheckContext]: CheckContext[K] } = {
    verb,
    tx: work.tx,
    stored: undefined,
    recordId: String(values['id']),
    collection: { id: collection.id, name: collection.name },
    tableOf: (id) => work.catalog.byId(id)?.name,
    ...(uploads && { uploads }),
  }
  for (const { name, type, field } of shape.fields) {
    const value = values[name]
    if (field.required && type.isEmpty(value)) {
      problems[name] = required
      continue
    }
    context.stored = stored?.[name]
    const judged = type.check(value, field.options, context)
    // Most answer at once: a generator for each field would cost more than the check.
    const found = isLate(judged) ? yield* take(judged) : judged
    if (found) problems[name] = found
  }
  if (Object.keys(problems).length > 0) throw apiError('validation_failed', {}, { data: problems })
}

/** An auth record's id is unique among all auth collections (contract data.md §4.5, 6). */
export function* checkAuthId(work: Work, shape: Shape, id: string): Steps<void> {
  for (const other of work.catalog.all) {
    if (other.type !== 'auth' || other.id === shape.collection.id) continue
    const taken = yield* take(readRecord(work.house.storage, work.tx, other, id))
    if (taken) {
      const data = {
        id: problem('validation_invalid_auth_id', 'This id belongs to an account of another collection.'),
      }
      throw apiError('validation_failed', {}, { data })
    }
  }
}

/** The stored form of values. */
export function cellsFrom(
  shape: Shape,
  values: Readonly<Record<string, unknown>>,
): Record<string, Cells[string]> {
  const cells = bag<Cells[string]>()
  for (const { name, type, field } of shape.fields) cells[name] = type.toCell(values[name], field.options)
  return cells
}
