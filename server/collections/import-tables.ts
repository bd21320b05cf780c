import { apiError } from '../base/error.ts'
import type { SchemaTransaction } from '../storage/dialect.ts'
import type { Collection } from './collection.ts'
import type { Foundation } from './foundation.ts'
import type { ImportDraft } from './import-draft.ts'
import { importFailure } from './import-failure.ts'
import { quoteName } from './index-expression.ts'
import { invalidView } from './read-view.ts'
import { runSteps } from './run-steps.ts'
import { planReason } from './plan-reason.ts'
import { dropView, planSync, type Step } from './sync.ts'
import { breaksView, probeViews, recreateView } from './views.ts'

/**
 * Bring the tables to what an import that was checked wants. All views are out of the way meanwhile: each of them may
 * read what changes. Indexes come last, since a name may have moved from one collection to another.
 * Errors: `validation_failed` 400, as `importFailure` writes it; the transaction has to be undone then.
 */
export async function importTables(
  foundation: Foundation,
  tx: SchemaTransaction,
  { items, deleted, catalog }: ImportDraft,
): Promise<void> {
  const before = foundation.catalog.current
  const run = async (collection: Collection, steps: readonly Step[]): Promise<void> => {
    try {
      await runSteps(tx, foundation.storage.sql, steps)
    } catch (error) {
      throw importFailure(collection, error)
    }
  }
  for (const view of before.all) if (isView(view)) await run(view, [dropView(view)])
  for (const table of deleted)
    if (!isView(table)) await run(table, planSync(foundation.storage.sql, table, undefined))
  const plans = planTables(foundation, items)
  for (const { next, moved } of plans) await run(next, moved)
  for (const { next, steps } of plans)
    await run(
      next,
      steps.filter((step) => !buildsIndex(step)),
    )
  for (const { next, steps } of plans) await run(next, steps.filter(buildsIndex))
  for (const view of catalog.all) if (isView(view)) await run(view, [createAnew(view)])
  await probeAll(foundation, tx, { items, deleted, catalog })
}

interface TablePlan {
  readonly next: Collection
  /** Out of the way of another table that gets this name. */
  readonly moved: readonly Step[]
  readonly steps: readonly Step[]
}

function planTables({ storage }: Foundation, items: ImportDraft['items']): TablePlan[] {
  const names = new Set(items.flatMap(({ stored }) => stored?.name.toLowerCase() ?? []))
  return items.flatMap(({ stored, next }) => {
    if (isView(next)) return []
    const isTaken =
      stored && stored.name.toLowerCase() !== next.name.toLowerCase() && names.has(next.name.toLowerCase())
    if (!isTaken) return [{ next, moved: [], steps: planSync(storage.sql, stored, next) }]
    const between = { ...stored, name: `_dapur_import_${next.id}` }
    return [{ next, moved: [rename(stored, between)], steps: planSync(storage.sql, between, next) }]
  })
}

function rename(from: Collection, to: Collection): Step {
  return {
    kind: 'sql',
    sql: `ALTER TABLE ${quoteName(from.name, '"')} RENAME TO ${quoteName(to.name, '"')}`,
    ...planReason('collection_moved', { collection: from.name }),
  }
}

function createAnew(view: Collection): Step {
  try {
    return recreateView(view)
  } catch (error) {
    throw importFailure(view, error)
  }
}

async function probeAll(
  foundation: Foundation,
  tx: SchemaTransaction,
  { items, catalog }: ImportDraft,
): Promise<void> {
  const named = new Set(items.map(({ next }) => next.id))
  await probeViews(tx, foundation, catalog.all, (view, error) => {
    if (!named.has(view.id)) return importFailure(view, breaksView(view))
    const data = { viewQuery: invalidView(foundation, error) }
    return importFailure(view, apiError('validation_failed', {}, { data }))
  })
}

function isView(collection: Collection): boolean {
  return collection.type === 'view'
}

function buildsIndex(step: Step): boolean {
  return step.kind === 'sql' && step.index !== undefined
}
