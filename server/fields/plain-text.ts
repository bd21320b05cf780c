import type { FieldType } from './field-type.ts'
import { stringify } from './stringify.ts'

type Shared = 'kind' | 'empty' | 'isEmpty' | 'normalise' | 'toCell' | 'fromCell' | 'output' | 'typescript'

/** What all types have in common whose values are stored as the text that they are. */
export const plainText: Pick<FieldType<object, string>, Shared> = {
  kind: () => 'text',
  empty: () => '',
  isEmpty: (value) => value === '',
  normalise: stringify,
  toCell: (value) => value,
  fromCell: stringify,
  output: 'string',
  typescript: () => 'string',
}
