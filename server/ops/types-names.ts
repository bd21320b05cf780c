/**
 * A name of a type for each collection: `order_items` is `OrderItems`. Collections whose names differ only in what is
 * left out here get a number behind it.
 *
 * @param names of collections, in an order that is always the same
 * @example typeNames(['order_items']).get('order_items') // 'OrderItems'
 */
export function typeNames(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  return new Map(names.map((name) => [name, take(pascalCase(name), taken)]))
}

function take(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let next = 2; taken.has(name); next += 1) name = `${wanted}${next}`
  taken.add(name)
  return name
}

function pascalCase(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const joined = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
  return /^\p{L}/u.test(joined) ? joined : `C${joined}`
}
