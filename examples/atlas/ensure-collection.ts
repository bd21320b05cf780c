import { ApiError, type CollectionJson } from '@dapur/sdk'
import type { AtlasClient } from './atlas.ts'
import type { AtlasCollection } from './collections.ts'

/**
 * Makes a collection, or brings the one of that name up to date. Fields that somebody has added since are kept.
 *
 * Errors: what the server says, as an `ApiError`.
 *
 * @example const { id } = await ensureCollection(dapur, regions)
 */
export async function ensureCollection(dapur: AtlasClient, wanted: AtlasCollection): Promise<CollectionJson> {
  const stored = await findCollection(dapur, wanted.name)
  if (!stored) return dapur.collections.create(wanted)
  return dapur.collections.update(stored.id, {
    ...wanted,
    fields: mergeFields(stored.fields, wanted.fields),
    indexes: mergeIndexes(stored.indexes, wanted.indexes),
  })
}

async function findCollection(dapur: AtlasClient, name: string): Promise<CollectionJson | undefined> {
  try {
    return await dapur.collections.get(name)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined
    throw error
  }
}

interface Named {
  readonly name: string
}

/** The server knows a field by its id, so what is wanted has to carry the id of the stored one. */
function mergeFields(stored: readonly Named[], wanted: readonly Named[]): Named[] {
  const kept = stored.map((field) => ({ ...field, ...wanted.find(({ name }) => name === field.name) }))
  return [...kept, ...wanted.filter(({ name }) => !stored.some((field) => field.name === name))]
}

function mergeIndexes(stored: readonly string[], wanted: unknown): string[] {
  const own = Array.isArray(wanted) ? wanted.map(String) : []
  const ownNames = new Set(own.map(indexName))
  return [...stored.filter((text) => !ownNames.has(indexName(text))), ...own]
}

function indexName(text: string): string {
  return /INDEX\s+(?:IF NOT EXISTS\s+)?[`"']?(\w+)/i.exec(text)?.[1] ?? text
}
