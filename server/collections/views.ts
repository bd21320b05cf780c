import type { ApiError } from '../base/error.ts'
import { apiError } from '../base/error.ts'
import type { SchemaTransaction } from '../storage/dialect.ts'
import { checkFields } from './check-fields.ts'
import type { Catalog, Collection } from './collection.ts'
import type { Foundation } from './foundation.ts'
import { quoteName } from './index-expression.ts'
import { TokenError } from './sql-tokens.ts'
import { createView, dropView, type Step } from './sync.ts'
import { areSameFields, viewFields } from './view-fields.ts'
import { parseViewQuery } from './view-query.ts'

/**
 * The plan of a table that is converted, with all views out of its way meanwhile: databases do not let go of a
 * column that a view reads (contract data.md, appendix B).
 */
export function aroundViews(steps: readonly Step[], catalog: Catalog): readonly Step[] {
  const views = catalog.all.filter(({ type }) => type === 'view')
  if (!steps.some(({ kind }) => kind === 'convert')) return steps
  return [...views.map(dropView), ...steps, ...views.map(recreateView)]
}

/** The step that makes a view anew. One of an older data dir may have a query that we do not take: it must not go then. */
export function recreateView(view: Collection): Step {
  try {
    return createView(view)
  } catch (error) {
    throw error instanceof TokenError ? breaksView(view) : error
  }
}

/**
 * Can every view still be read, now that tables have changed? The first that cannot is passed to `refuse`, whose
 * error undoes the change.
 */
export async function probeViews(
  tx: SchemaTransaction,
  { storage }: Foundation,
  views: readonly Collection[],
  refuse: (view: Collection, why: unknown) => unknown,
): Promise<void> {
  for (const view of views) {
    if (view.type !== 'view') continue
    const columns = view.fields.map((field) => quoteName(field.name, '"')).join(', ')
    try {
      await tx.all(`SELECT ${columns} FROM ${quoteName(view.name, '"')} LIMIT 0`)
    } catch (error) {
      if (storage.sql.readError(error)?.kind !== 'sql') throw error
      throw refuse(view, error)
    }
  }
}

/** The answer for a change that would leave a view without what it reads. */
export function breaksView(view: Collection): ApiError {
  return apiError('collection_referenced', { what: `the view "${view.name}"` })
}

/**
 * The views whose fields are others now that the collections they read have changed, with their new fields
 * (contract data.md §2.7). One that does not fit any more stays as it is, and the log says so.
 */
export function changedViews(foundation: Foundation, catalog: Catalog, now: string): Collection[] {
  return catalog.all.flatMap((view) => {
    if (view.type !== 'view') return []
    try {
      const fields = viewFields(parseViewQuery(view.viewQuery ?? ''), catalog)
      const next = { ...view, fields, updated: now }
      if (areSameFields(view.fields, fields)) return []
      if (!checkFields(view, next, catalog)) return [next]
      throw new TokenError('its fields are not valid any more')
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      foundation.log?.warn({ view: view.name, why: error.message }, 'a view no longer fits what it reads')
      return []
    }
  })
}
