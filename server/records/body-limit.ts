import type { Catalog } from '../collections/collection.ts'
import { writableCollectionFor } from './collection-for.ts'
import { shapeOf } from './shape.ts'

/** What every body may have, in bytes (contract data.md §1.6). */
const GENERAL = 32 * 1024 * 1024

/**
 * How many bytes the body of a record of this collection may have: the general limit and what its fields allow.
 * Asked before the body is read, so that what cannot be written is not read either.
 *
 * Errors: `collection_not_found` 404, `view_read_only` 400.
 */
export function bodyLimitFor(catalog: Catalog, nameOrId: string): number {
  const { fields } = shapeOf(writableCollectionFor(catalog, nameOrId))
  return fields.reduce((sum, { type, field }) => sum + (type.bodyBudget?.(field.options) ?? 0), GENERAL)
}
