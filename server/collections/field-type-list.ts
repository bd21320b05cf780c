import { fieldTypes } from '../fields/index.ts'

/** A type of field as the form of a collection draws it. */
export interface FieldTypeEntry {
  readonly name: string
  /** The settings that all types share and this one lacks. */
  readonly lacks: readonly string[]
  /** Its own settings, by the name that they have in a definition. */
  readonly options: Readonly<
    Record<string, { readonly label: string; readonly input: string; readonly fallback: unknown }>
  >
}

/**
 * All types of fields with their settings, in the order in which they are offered (architecture.md, *Beyond the
 * contract*).
 *
 * @example fieldTypeList()[0]?.options['max'] // { label: 'Most characters', input: 'number', fallback: 0 }
 */
export function fieldTypeList(): readonly FieldTypeEntry[] {
  return fieldTypes.all.map(({ name, lacks = [], options }) => ({
    name,
    lacks,
    options: Object.fromEntries(
      Object.entries(options).map(([key, { label, input, fallback }]) => [key, { label, input, fallback }]),
    ),
  }))
}
