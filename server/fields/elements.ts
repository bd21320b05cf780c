import type { FieldType } from './field-type.ts'
import { toStringList } from './string-list.ts'

/** One element (`""` for none) while `maxSelect` is 0 or 1, else a list. */
export type Elements = string | readonly string[]

/** The setting that decides which of both it is. */
export interface ElementOptions {
  readonly maxSelect: number
}

/**
 * May a value hold several elements (contract data.md §3.1)?
 *
 * @example isMultiple({ maxSelect: 1 }) // false
 */
export function isMultiple(options: ElementOptions): boolean {
  return options.maxSelect > 1
}

/** The elements of a value as a list. */
export function listOf(value: Elements): readonly string[] {
  if (typeof value !== 'string') return value
  return value === '' ? [] : [value]
}

function elementsOf(input: unknown, options: ElementOptions): Elements {
  const list = toStringList(input)
  return isMultiple(options) ? list : (list.at(-1) ?? '')
}

type Shared =
  | 'hasElements'
  | 'kind'
  | 'column'
  | 'empty'
  | 'isEmpty'
  | 'normalise'
  | 'modifiers'
  | 'toCell'
  | 'fromCell'
  | 'output'
  | 'typescript'

/** What select, relation and file have in common: a text, or a JSON list of texts. A single value keeps the last element. */
export const elements: Pick<FieldType<ElementOptions, Elements>, Shared> & {
  readonly modifiers: NonNullable<FieldType<ElementOptions, Elements>['modifiers']>
} = {
  hasElements: true,
  kind: (options) => (isMultiple(options) ? 'list' : 'text'),
  column: (options) => (isMultiple(options) ? 'list' : 'text'),
  empty: (options) => (isMultiple(options) ? [] : ''),
  isEmpty: (value) => value.length === 0,
  normalise: elementsOf,
  modifiers: {
    append: (stored, input, options) => elementsOf([...listOf(stored), ...toStringList(input)], options),
    prepend: (stored, input, options) => elementsOf([...toStringList(input), ...listOf(stored)], options),
    remove: (stored, input, options) => {
      const gone = new Set(toStringList(input))
      return elementsOf(
        listOf(stored).filter((element) => !gone.has(element)),
        options,
      )
    },
  },
  toCell: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  // The same reading as a client's: an old database may hold a list where one element belongs, or the reverse (§7.6).
  fromCell: elementsOf,
  output: 'list',
  typescript: (options) => (isMultiple(options) ? 'string[]' : 'string'),
}
