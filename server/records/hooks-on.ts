import type { Handler, HookName } from '../hooks/events.ts'
import type { House } from './house.ts'

/** The handlers around a verb on a collection; undefined for none, which is found out without any cost. */
export function hooksOn(house: House, event: HookName, nameOrId: string): readonly Handler[] | undefined {
  if (house.hooks.isEmpty) return undefined
  const collection = house.catalog.current.find(nameOrId)
  if (!collection) return undefined
  const handlers = house.hooks.handlersOf(event, collection)
  return handlers.length === 0 ? undefined : handlers
}
