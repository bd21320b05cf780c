import { type Handler, type HookName, hookNames, type HookRecord } from './events.ts'

/** A handler and what it stands before, as `hono.config.ts` lists them. */
export interface Hook {
  readonly event: HookName
  /** A name or an id, or `*` for all collections. */
  readonly collection: string
  readonly handler: Handler
}

/**
 * Put own code around a verb. What stands before `await next()` runs before the write and may change `event.record`;
 * what stands after it runs when the record is stored; a `try` around it sees what went wrong. Handlers run in the
 * order of the list, each inside the one before, and outside of any transaction unless they open one.
 *
 * A delete brings events of the records that it takes along (`record.delete`) and of those whose relations it empties
 * (`record.update`): they run in the transaction of the delete, all of them within the deadline of hooks, and what one
 * of them throws refuses the whole.
 *
 * What it throws is the answer: `event.reject(…)` a 400 of the owner's words, anything else a 500 that says nothing.
 *
 * @example on('record.create', 'orders', async (event, next) => {
 *   event.record.total = Number(event.record.price) * Number(event.record.quantity)
 *   await next()
 * })
 * @example on<Order>('record.update', 'orders', async (event, next) => { … }) // event.record is an Order
 */
export function on<R extends object = HookRecord>(
  event: HookName,
  collection: string,
  handler: Handler<R>,
): Hook {
  // The owner says what records of the collection look like; nothing here depends on it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { event, collection, handler: handler as unknown as Handler }
}

/** Is this a hook, as far as can be seen? For what a configuration file exports. */
export function isHook(value: unknown): value is Hook {
  if (typeof value !== 'object' || value === null) return false
  if (!('event' in value && 'collection' in value && 'handler' in value)) return false
  const { event, collection, handler } = value
  const isKnown = hookNames.some((name) => name === event)
  return isKnown && typeof collection === 'string' && collection !== '' && typeof handler === 'function'
}
