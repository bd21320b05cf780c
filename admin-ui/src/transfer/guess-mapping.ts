import type { CollectionJson } from '@dapur/sdk'
import { fieldInput } from '../inputs/index.ts'

/** The field of each column; '' for a column that is left out. */
export type Mapping = Readonly<Record<string, string>>

/** Columns become the fields of their names, or of names that differ in case, spaces or dashes only. */
export function guessMapping(collection: CollectionJson, columns: readonly string[]): Mapping {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '')
  const fields = collection.fields.filter(({ type }) => fieldInput(type)).map(({ name }) => name)
  return Object.fromEntries(
    columns.map((column) => [
      column,
      fields.find((name) => name === column) ?? fields.find((name) => plain(name) === plain(column)) ?? '',
    ]),
  )
}
