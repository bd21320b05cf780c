import { apiError } from '../base/error.ts'
import { fieldTypes } from '../fields/index.ts'
import type { SchemaTransaction } from '../storage/dialect.ts'
import { bumpVersion } from '../storage/versions.ts'
import { accountTables } from './account-tables.ts'
import { replaceCollection } from './catalog.ts'
import type { Catalog, Collection } from './collection.ts'
import type { Foundation } from './foundation.ts'
import { quoteName } from './index-expression.ts'
import { runSteps } from './run-steps.ts'
import { planSync } from './sync.ts'
import { viewCollection } from './view.ts'
import { breaksView, probeViews } from './views.ts'

/** System collections whose records say of which collection they speak. */
const satellites = ['_externalAuths', '_mfas', '_otps', '_authOrigins']

/**
 * Delete a collection with its records, and what the system collections know of them (contract data.md §2.7).
 * Answers what was deleted; its files are removed some time after this.
 * Errors: `collection_not_found` 404; `collection_protected`, `collection_referenced`, `database_refused` 400.
 */
export async function deleteCollection(foundation: Foundation, nameOrId: string): Promise<Collection> {
  const { storage, catalog } = foundation
  viewCollection(catalog.current, nameOrId)
  return await storage.alter(async (tx) => {
    const before = catalog.current
    const collection = viewCollection(before, nameOrId)
    if (collection.system) throw apiError('collection_protected', {})
    const user = findReference(before, collection)
    if (user !== undefined) throw apiError('collection_referenced', { what: user })
    await runSteps(tx, storage.sql, planSync(storage.sql, collection, undefined))
    await probeViews(
      tx,
      foundation,
      before.all.filter(({ id }) => id !== collection.id),
      breaksView,
    )
    await deleteDefinition(tx, before, collection)
    await bumpVersion(tx, 'catalog')
    return { result: collection, swap: () => catalog.swap(replaceCollection(before, collection, undefined)) }
  })
}

// A collection may refer to itself: those records go with it.
function findReference(catalog: Catalog, collection: Collection): string | undefined {
  for (const other of catalog.all) {
    if (other.id === collection.id) continue
    const field = other.fields.find(
      ({ type, options }) => fieldTypes.get(type)?.reference?.(options).collectionId === collection.id,
    )
    if (field) return `the field "${field.name}" of "${other.name}"`
  }
  return undefined
}

/** Delete the row of `_collections`, and what other tables know of its records: all of it in the same transaction. */
export async function deleteDefinition(
  tx: SchemaTransaction,
  catalog: Catalog,
  collection: Collection,
): Promise<void> {
  await tx.run('DELETE FROM "_collections" WHERE "id" = ?', [collection.id])
  // Its files go after the COMMIT (`records/file-keeper.ts`).
  if (collection.fields.some(({ type }) => fieldTypes.get(type)?.files))
    await tx.run(
      'INSERT INTO "_dapur_gone_files" ("collection", "record", "names", "due") VALUES (?, ?, ?, 0)',
      [collection.id, '', '[]'],
    )
  if (collection.type !== 'auth') return
  for (const name of satellites) {
    if (!catalog.find(name)) continue
    await tx.run(`DELETE FROM ${quoteName(name, '"')} WHERE "collectionRef" = ?`, [collection.id])
  }
  for (const name of accountTables)
    await tx.run(`DELETE FROM "${name}" WHERE "collectionRef" = ?`, [collection.id])
  // Mails to people who are gone, also those that were given up.
  await tx.run('DELETE FROM "_dapur_outbox" WHERE "collection" = ?', [collection.id])
}
