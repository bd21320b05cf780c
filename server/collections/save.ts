import { formatTime } from '../base/clock.ts'
import { apiError } from '../base/error.ts'
import type { SchemaTransaction } from '../storage/dialect.ts'
import { appendDefinition } from '../storage/change-log.ts'
import { bumpVersion } from '../storage/versions.ts'
import { makeCatalog, replaceCollection } from './catalog.ts'
import { checkCollection } from './check.ts'
import type { Catalog, Collection } from './collection.ts'
import { completeCollection } from './complete.ts'
import type { Foundation } from './foundation.ts'
import { quoteName } from './index-expression.ts'
import type { Draft } from './parse.ts'
import { invalidView, withViewFields } from './read-view.ts'
import { definitionColumns, toRow } from './row.ts'
import { runSteps } from './run-steps.ts'
import { planSync } from './sync.ts'
import { aroundViews, breaksView, changedViews, probeViews } from './views.ts'

/** What a schema change gives back to storage: the answer, and what to do in the turn of the COMMIT. */
export interface Saved<T> {
  readonly result: T
  readonly swap: () => void
}

/**
 * Complete, check and store one collection inside a schema change: tables, definition and version move together
 * or not at all (contract data.md §2.3, §2.7). Errors: those of `checkCollection` and `runSteps`.
 */
export async function saveCollection(
  foundation: Foundation,
  tx: SchemaTransaction,
  stored: Collection | undefined,
  draft: Draft,
): Promise<Saved<Collection>> {
  const { catalog } = foundation
  const before = catalog.current
  const now = formatTime(foundation.clock.now())
  const next = await checkDraft(foundation, stored, draft)
  await changeTables(foundation, tx, stored, next)
  await writeDefinition(tx, stored, next)
  if (stored && stored.name !== next.name) {
    for (const listen of catalog.renames) await listen(tx, stored.name, next.name)
  }
  const all = await saveChangedViews(
    foundation,
    tx,
    makeCatalog(before.version, replaceCollection(before, stored, next)),
    now,
  )
  await bumpVersion(tx, 'catalog')
  return { result: next, swap: () => catalog.swap(all) }
}

/** The collection that a save of this draft would make. Errors: those of `checkCollection`. */
export async function checkDraft(
  foundation: Foundation,
  stored: Collection | undefined,
  draft: Draft,
): Promise<Collection> {
  const catalog = foundation.catalog.current
  const completed = completeCollection(stored, draft.next, catalog, formatTime(foundation.clock.now()))
  const read = withViewFields(foundation, catalog, completed)
  return checkCollection({
    stored,
    next: read.next,
    catalog,
    sql: foundation.storage.sql,
    // Only a new name can be in the way of another table.
    tables: stored?.name === completed.name ? new Set() : await tableNames(foundation),
    problems: { ...read.problems, ...draft.problems },
  })
}

async function changeTables(
  foundation: Foundation,
  tx: SchemaTransaction,
  stored: Collection | undefined,
  next: Collection,
): Promise<void> {
  const { storage, catalog } = foundation
  const steps = planSync(storage.sql, stored, next)
  if (steps.length === 0) return
  const others = catalog.current.all.filter(({ id }) => id !== next.id)
  await runSteps(tx, storage.sql, aroundViews(steps, catalog.current))
  await probeViews(tx, foundation, [next], (_, error) =>
    apiError('validation_failed', {}, { data: { viewQuery: invalidView(foundation, error) } }),
  )
  if (stored) await probeViews(tx, foundation, others, breaksView)
}

/** Store the new fields of all views that have others now; answers the collections as they are then. */
export async function saveChangedViews(
  foundation: Foundation,
  tx: SchemaTransaction,
  catalog: Catalog,
  now: string,
): Promise<readonly Collection[]> {
  let all = catalog.all
  for (const view of changedViews(foundation, catalog, now)) {
    await writeDefinition(tx, view, view)
    all = all.map((collection) => (collection.id === view.id ? view : collection))
  }
  return all
}

/** Write the row of `_collections`: a new one, or over that of `stored`. */
export async function writeDefinition(
  tx: SchemaTransaction,
  stored: Collection | undefined,
  next: Collection,
): Promise<void> {
  const row = toRow(next)
  const cells = definitionColumns.map((column) => row[column])
  const names = definitionColumns.map((column) => quoteName(column, '"'))
  if (stored) {
    const sets = names.map((name) => `${name} = ?`).join(', ')
    await tx.run(`UPDATE "_collections" SET ${sets} WHERE "id" = ?`, [...cells, stored.id])
  } else {
    const holes = names.map(() => '?').join(', ')
    await tx.run(`INSERT INTO "_collections" (${names.join(', ')}) VALUES (${holes})`, cells)
  }
  await appendDefinition(tx, { collection: next.id, at: next.updated })
}

/** The lower-case names of all tables and views. */
export async function tableNames({ storage }: Foundation): Promise<ReadonlySet<string>> {
  const tables = await storage.cold.introspection.getTables({ withInternalKyselyTables: true })
  return new Set(tables.map((table) => table.name.toLowerCase()))
}
