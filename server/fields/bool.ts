import type { FieldType, NoOptions } from './field-type.ts'

const yes = new Set<unknown>(['1', 't', 'T', 'TRUE', 'true', 'True'])

function toBoolean(input: unknown): boolean {
  if (typeof input === 'number') return input !== 0
  return input === true || yes.has(input)
}

/** Yes or no; `required` means yes (contract data.md §3.4). */
export const bool: FieldType<NoOptions, boolean> = {
  name: 'bool',
  options: {},
  kind: () => 'boolean',
  column: () => 'boolean',
  empty: () => false,
  isEmpty: (value) => !value,
  normalise: toBoolean,
  check: () => undefined,
  checkOptions: () => undefined,
  toCell: (value) => (value ? 1 : 0),
  fromCell: toBoolean,
  output: 'boolean',
  typescript: () => 'boolean',
}
