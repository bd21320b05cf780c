import type { FieldJson } from '@dapur/sdk'

/** Does a select, relation or file field hold a list (contract data.md §3.1)? */
export function holdsMany(field: FieldJson): boolean {
  return typeof field['maxSelect'] === 'number' && field['maxSelect'] > 1
}
