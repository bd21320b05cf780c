/** Named variants of one contract, in the order in which they are shown. */
export interface Registry<T> {
  readonly all: readonly T[]
  get(name: string): T | undefined
}

/**
 * Keep the variants of a contract under their names.
 *
 * @example export const fieldTypes = registry('field type', [text, number])
 */
export function registry<T extends { readonly name: string }>(
  what: string,
  items: readonly T[],
): Registry<T> {
  const byName = new Map(items.map((item) => [item.name, item]))
  if (byName.size !== items.length) throw new Error(`two ${what}s share a name`)
  return { all: items, get: (name) => byName.get(name) }
}
