import type { Field } from '../fields/field-type.ts'
import type { MergeFields } from './parse.ts'

/**
 * How the fields of an import meet those that are there (contract data.md §2.9): what the import does not name stays,
 * and a field of the same name and type keeps the stored id, and so its data. With `deleteMissing` both hold for
 * system fields only.
 *
 * @example parseChange(posts, item, importFields(false))
 */
export function importFields(deleteMissing: boolean): MergeFields {
  return (kept, submitted) => {
    const fields = [...(submitted ?? (deleteMissing ? [] : kept))]
    const keptIds = new Set(kept.map((field) => field.id))
    for (const stored of kept) {
      const isThere = fields.some((field) => field.id === stored.id)
      if (isThere || (deleteMissing && !stored.system)) continue
      const twin = fields.findIndex((field) => isTwin(field, stored) && !keptIds.has(field.id))
      const found = fields[twin]
      if (found) fields[twin] = { ...found, id: stored.id }
      // The id leads wherever it was left out.
      else fields.splice(stored.name === 'id' ? 0 : fields.length, 0, stored)
    }
    return fields
  }
}

function isTwin(field: Field, stored: Field): boolean {
  return field.name === stored.name && field.type === stored.type
}
