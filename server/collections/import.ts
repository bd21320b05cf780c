import { formatTime } from '../base/clock.ts'
import { apiError } from '../base/error.ts'
import { required, type ProblemTree } from '../base/problem.ts'
import type { SchemaTransaction } from '../storage/dialect.ts'
import { bumpVersion } from '../storage/versions.ts'
import { checkImport } from './check-import.ts'
import type { Catalog, Collection } from './collection.ts'
import { deleteDefinition } from './delete.ts'
import type { Foundation } from './foundation.ts'
import { draftImport, matchOf, type ImportDraft, type ImportRequest } from './import-draft.ts'
import { importFailure } from './import-failure.ts'
import { importTables } from './import-tables.ts'
import { invalidView, sampleView } from './read-view.ts'
import { saveChangedViews, writeDefinition } from './save.ts'
import { readSubmitted, type Submitted } from './submitted.ts'
import { trimQuery, parseViewQuery } from './view-query.ts'

/**
 * Save many collections at once, in one transaction (contract data.md §2.9): `{ collections, deleteMissing }`.
 * Relations between them may point both ways. Answers the collections that were deleted; their files are the
 * caller's to remove, after this.
 * Errors: `body_malformed` 400; `validation_failed` 400 at `collections` or `indexes`.
 *
 * @example await importCollections(house, { collections: [{ name: 'posts' }], deleteMissing: false })
 */
export async function importCollections(
  foundation: Foundation,
  body: unknown,
): Promise<readonly Collection[]> {
  const input = readSubmitted(body)
  const collections = input.list('collections') ?? []
  const deleteMissing = input.flag('deleteMissing', false)
  if (collections.length === 0) throw apiError('validation_failed', {}, { data: { collections: required } })
  const tried = await tryViews(foundation, collections)
  return await foundation.storage.alter((tx) => {
    const now = formatTime(foundation.clock.now())
    return saveImport(foundation, tx, { collections, deleteMissing, tried, now })
  })
}

async function saveImport(
  foundation: Foundation,
  tx: SchemaTransaction,
  request: ImportRequest,
): Promise<{ readonly result: readonly Collection[]; readonly swap: () => void }> {
  const { catalog } = foundation
  const before = catalog.current
  const draft = draftImport(before, request, (item, error) => importFailure(nameOf(item), error))
  const checked = await checkImport(foundation, draft)
  await importTables(foundation, tx, checked)
  await writeDefinitions(tx, before, checked)
  await announceRenames(foundation, tx, checked)
  const all = await saveChangedViews(foundation, tx, checked.catalog, request.now)
  await bumpVersion(tx, 'catalog')
  return { result: checked.deleted, swap: () => catalog.swap(all) }
}

async function writeDefinitions(
  tx: SchemaTransaction,
  before: Catalog,
  { items, deleted }: ImportDraft,
): Promise<void> {
  for (const collection of deleted) await deleteDefinition(tx, before, collection)
  // Names are unique in the table too, and two collections may swap theirs.
  for (const { stored, next } of items) {
    if (stored && stored.name !== next.name)
      await tx.run('UPDATE "_collections" SET "name" = ? WHERE "id" = ?', [`:${next.id}`, next.id])
  }
  for (const { stored, next } of items) await writeDefinition(tx, stored, next)
}

async function announceRenames(
  { catalog }: Foundation,
  tx: SchemaTransaction,
  { items }: ImportDraft,
): Promise<void> {
  for (const { stored, next } of items) {
    if (!stored || stored.name === next.name) continue
    for (const listen of catalog.renames) await listen(tx, stored.name, next.name)
  }
}

/**
 * Try the new queries of views out before the writer lock is taken, since that may take seconds. One that reads
 * what only the import will make cannot be tried; whether it can be read at all is seen after the tables are there.
 */
async function tryViews(
  foundation: Foundation,
  collections: readonly unknown[],
): Promise<readonly ProblemTree[]> {
  const tried: ProblemTree[] = []
  for (const json of collections) {
    const query = newQuery(foundation.catalog.current, json)
    tried.push(query === undefined ? {} : await tryQuery(foundation, query))
  }
  return tried
}

function newQuery(catalog: Catalog, json: unknown): string | undefined {
  const query = fieldOf(json, 'viewQuery')
  if (query === undefined) return undefined
  const text = trimQuery(query)
  const named: Submitted = readSubmitted({ id: fieldOf(json, 'id'), name: fieldOf(json, 'name') })
  const stored = matchOf(catalog, named)
  const type = stored?.type ?? fieldOf(json, 'type')
  return type === 'view' && text !== '' && text !== stored?.viewQuery ? text : undefined
}

async function tryQuery(foundation: Foundation, query: string): Promise<ProblemTree> {
  try {
    await sampleView(foundation, parseViewQuery(query))
    return {}
  } catch (error) {
    if (foundation.storage.sql.readError(error)?.kind === 'sql') return {}
    return { fields: required, viewQuery: invalidView(foundation, error) }
  }
}

function nameOf(json: unknown): Pick<Collection, 'name' | 'id'> {
  return { name: fieldOf(json, 'name') ?? '', id: fieldOf(json, 'id') ?? '' }
}

/** A text of an item that was not parsed yet; what is none will be refused when it is. */
function fieldOf(json: unknown, key: 'id' | 'name' | 'type' | 'viewQuery'): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  const value: unknown = Reflect.get(json, key)
  return typeof value === 'string' ? value : undefined
}
