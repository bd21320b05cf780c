import type { Kind, Scope, ScopeCollection, ScopeField } from '../../rules/scope.ts'

const kinds: Readonly<Record<string, Kind>> = {
  id: 'text',
  created: 'text',
  level: 'number',
  message: 'text',
  data: 'json',
}

const fields = Object.entries(kinds).map(([name, kind]): ScopeField => ({
  name,
  type: kind,
  kind,
  isMultiple: false,
  isElements: false,
  isHidden: false,
  isUnique: name === 'id',
}))

/** The table of the logs, as if it were a collection (contract data.md §5.11). */
export const logTable: ScopeCollection = {
  id: '_logs',
  name: '_logs',
  type: 'base',
  listRule: null,
  fields,
  field: (name) => fields.find((field) => field.name === name),
}

/** Nothing can be reached from the logs. */
export const noCollections: Scope = { find: () => undefined }
