import type { CollectionJson } from '@dapur/sdk'

/** The rules of a collection, by the names that they have in a definition. */
export type RuleName =
  | 'listRule'
  | 'viewRule'
  | 'createRule'
  | 'updateRule'
  | 'deleteRule'
  | 'manageRule'
  | 'authRule'

const reading = ['listRule', 'viewRule'] as const
const writing = ['createRule', 'updateRule', 'deleteRule'] as const

/** The rules that a type of collection has. The records of a view are only read. */
export function rulesOf(type: CollectionJson['type']): readonly RuleName[] {
  if (type === 'view') return reading
  return type === 'auth' ? [...reading, ...writing, 'manageRule', 'authRule'] : [...reading, ...writing]
}
