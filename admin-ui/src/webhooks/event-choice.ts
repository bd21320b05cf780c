/** What can happen to a record. */
export const actions = ['create', 'update', 'delete'] as const
export type Action = (typeof actions)[number]

/** Is this change among the events? */
export function hasEvent(events: readonly string[], collection: string, action: Action): boolean {
  return events.includes(`${collection}.*`) || events.includes(`${collection}.${action}`)
}

/**
 * The events with one change of a collection added or taken away; all three of them are `*`.
 *
 * @example toggleEvent(['orders.*'], 'orders', 'delete') // ['orders.create', 'orders.update']
 */
export function toggleEvent(events: readonly string[], collection: string, action: Action): string[] {
  const chosen = actions.filter((each) => hasEvent(events, collection, each) !== (each === action))
  const others = events.filter((event) => event !== '*' && !event.startsWith(`${collection}.`))
  if (chosen.length === actions.length) return [...others, `${collection}.*`]
  return [...others, ...chosen.map((each) => `${collection}.${each}`)]
}

/** The collections that events name, by name. */
export function namedCollections(events: readonly string[]): string[] {
  const names = events.filter((event) => event !== '*').map((event) => event.split('.')[0] ?? '')
  return [...new Set(names)].toSorted((a, b) => a.localeCompare(b))
}
