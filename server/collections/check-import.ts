import { apiError } from '../base/error.ts'
import { isProblem } from '../base/problem.ts'
import { fieldTypes } from '../fields/index.ts'
import { makeCatalog, replaceCollection } from './catalog.ts'
import { checkCollection } from './check.ts'
import { checkIndexes } from './check-indexes.ts'
import type { Catalog, Collection } from './collection.ts'
import type { Foundation } from './foundation.ts'
import type { ImportDraft, ImportItem } from './import-draft.ts'
import { importFailure } from './import-failure.ts'
import { withViewFields } from './read-view.ts'
import { tableNames } from './save.ts'
import { areSameFields } from './view-fields.ts'

/**
 * Check an import as a whole (contract data.md §2.9): every collection among all the others as they will be, so that
 * relations may point both ways. Answers it with the fields of its views and with indexes written anew.
 * Errors: `validation_failed` 400, as `importFailure` writes it.
 */
export async function checkImport(foundation: Foundation, draft: ImportDraft): Promise<ImportDraft> {
  const before = foundation.catalog.current
  const read = readViews(foundation, draft)
  const ownNames = new Set(before.all.map(({ name }) => name.toLowerCase()))
  const tables = new Set([...(await tableNames(foundation))].filter((name) => !ownNames.has(name)))
  const among = { sql: foundation.storage.sql, tables }
  checkAllIndexes(read)
  for (const collection of left(read))
    attempt(collection, () =>
      checkCollection({
        ...among,
        stored: collection,
        next: collection,
        catalog: read.catalog,
        problems: {},
      }),
    )
  const items = read.items.map((item): ImportItem => {
    const { stored, next, problems } = item
    const catalog = stored ? read.catalog : without(read.catalog, next)
    const checked = attempt(next, () => checkCollection({ ...among, stored, next, catalog, problems }))
    return { ...item, next: checked }
  })
  return { ...read, items, catalog: withItems(read.catalog, items) }
}

/** The fields of all views of the import. A view may read another, so they are read until they stay the same. */
function readViews({ storage }: Foundation, draft: ImportDraft): ImportDraft {
  let { items, catalog } = draft
  for (let round = 0; round <= draft.items.length; round++) {
    const read = items.map((item, i): ImportItem => {
      const { next, problems } = withViewFields({ storage }, catalog, item.next)
      return { ...item, next, problems: { ...problems, ...draft.items[i]?.problems } }
    })
    const isSame = read.every(({ next }, i) => areSameFields(next.fields, items[i]?.next.fields ?? []))
    items = read
    catalog = withItems(catalog, items)
    if (isSame) break
  }
  return { ...draft, items, catalog }
}

// An index that cannot be built is said as such, whatever else is wrong.
function checkAllIndexes({ items, catalog }: ImportDraft): void {
  for (const { stored, next } of items) {
    const indexes = checkIndexes(stored, next, catalog).problems
    if (!indexes || isProblem(indexes)) continue
    throw importFailure(next, apiError('validation_failed', {}, { data: { indexes } }))
  }
}

/** Collections that the import does not name but whose relations lead to what it deletes: they have to be refused. */
function left({ items, deleted, catalog }: ImportDraft): Collection[] {
  const gone = new Set(deleted.map(({ id }) => id))
  const named = new Set(items.map(({ next }) => next.id))
  return catalog.all.filter(
    (collection) =>
      !named.has(collection.id) &&
      collection.fields.some(({ type, options }) =>
        gone.has(fieldTypes.get(type)?.reference?.(options).collectionId ?? ''),
      ),
  )
}

function without(catalog: Catalog, { id }: Collection): Catalog {
  return makeCatalog(
    catalog.version,
    catalog.all.filter((collection) => collection.id !== id),
  )
}

function withItems(catalog: Catalog, items: readonly ImportItem[]): Catalog {
  return items.reduce(
    (now, { next }) => makeCatalog(now.version, replaceCollection(now, next, next)),
    catalog,
  )
}

function attempt<T>(collection: Collection, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw importFailure(collection, error)
  }
}
