import type { Steps } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import { toStringList } from '../fields/string-list.ts'
import { type Output, type Row, writeBare } from './bare.ts'
import { quote } from './cell-writer.ts'
import { expandSteps, type Step } from './expand-paths.ts'
import { type Expanding, MAX_BACK, MAX_FOUND, readStep } from './expand-read.ts'
import { withPurpose } from './request.ts'
import { shapeOf } from './shape.ts'

/** What one step found: the JSON text of each record, by the id of the record that it belongs to. */
type Found = ReadonlyMap<string, readonly string[]>

/**
 * The `expand` object of each row as a JSON text, or undefined where nothing was asked for that can be walked.
 * One query a step, never one a row (contract data.md §4.10). A query that would hold up the loop is read in a
 * process that can be killed.
 *
 * Errors: `expand_too_large`, `query_expired`, `query_too_large` 400; `query_queue_full` 503.
 */
export function* expandRows(
  output: Output,
  collection: Collection,
  rows: readonly Row[],
  expand: string,
): Steps<(string | undefined)[]> {
  if (expand === '' || rows.length === 0) return []
  const { ask, catalog } = output
  const steps = expandSteps(catalog, collection, ask.actor, expand)
  const inner: Expanding = {
    ...output,
    ask: { ...ask, context: withPurpose(ask.context, 'expand'), expand: '' },
    budget: { left: MAX_FOUND },
  }
  return yield* walk(inner, collection, rows, steps)
}

function* walk(
  output: Expanding,
  collection: Collection,
  rows: readonly Row[],
  steps: Map<string, Step>,
): Steps<(string | undefined)[]> {
  if (steps.size === 0) return []
  const parts = rows.map((): string[] => [])
  for (const step of steps.values()) {
    const found = step.isBack
      ? yield* lookBack(output, collection, rows, step)
      : yield* lookForward(output, collection, rows, step)
    rows.forEach((row, i) => {
      const texts = found.get(idOf(collection, row))
      if (texts && texts.length > 0)
        parts[i]?.push(`${quote(step.key)}:${step.isSingle ? texts[0] : `[${texts.join(',')}]`}`)
    })
  }
  return parts.map((texts) => `{${texts.join(',')}}`)
}

function* lookForward(
  output: Expanding,
  collection: Collection,
  rows: readonly Row[],
  step: Step,
): Steps<Found> {
  const at = shapeOf(collection).byName.get(step.field.name)?.at ?? 0
  const wanted = new Map(rows.map((row) => [idOf(collection, row), toStringList(row[at])]))
  const ids = [...new Set([...wanted.values()].flat())]
  if (ids.length === 0) return new Map()
  const found = yield* readStep(output, step, ids)
  const texts = yield* write(output, step, found)
  const byId = new Map(found.map((row, i) => [idOf(step.target, row), texts[i] ?? '']))
  return new Map(
    [...wanted].map(([id, targets]) => [id, targets.flatMap((target) => byId.get(target) ?? [])]),
  )
}

function* lookBack(
  output: Expanding,
  collection: Collection,
  rows: readonly Row[],
  step: Step,
): Steps<Found> {
  const ids = rows.map((row) => idOf(collection, row))
  const found = yield* readStep(output, step, ids)
  const texts = yield* write(output, step, found)
  const at = shapeOf(step.target).byName.get(step.field.name)?.at ?? 0
  const owners = new Set(ids)
  const byOwner = new Map<string, string[]>()
  found.forEach((row, i) => {
    for (const owner of toStringList(row[at])) {
      if (!owners.has(owner)) continue
      const list = byOwner.get(owner) ?? []
      if (list.length < MAX_BACK) list.push(texts[i] ?? '')
      byOwner.set(owner, list)
    }
  })
  return byOwner
}

function* write(output: Expanding, step: Step, rows: readonly Row[]): Steps<string[]> {
  const bare = yield* writeBare(output, step.target, rows)
  const expands = yield* walk(output, step.target, rows, step.next)
  return bare.map((text, i) => {
    const expanded = expands[i]
    return expanded === undefined ? text : `${text.slice(0, -1)},"expand":${expanded}}`
  })
}

function idOf(collection: Collection, row: Row): string {
  return String(row[shapeOf(collection).byName.get('id')?.at ?? 0])
}
