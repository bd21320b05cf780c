import type { Catalog, Collection } from '../collections/collection.ts'
import type { HookName } from '../hooks/events.ts'
import type { Deed } from './deed.ts'
import { heldBy, holding } from './held.ts'
import type { House, Work } from './house.ts'
import { NeedsOwnTransaction } from './long-transaction.ts'
import { referencesTo } from './references.ts'
import type { Ask } from './request.ts'

/** Own code around what a cascade does. */
export interface CascadeHooks {
  /** Whose request the cascade is for. */
  readonly requester: Ask
  /** Does own code stand around this? */
  standAround(event: HookName, collection: Collection): boolean
  /** Do a deed with the own code around it, in the transaction of the cascade. */
  perform(deed: Deed): Promise<unknown>
}

/**
 * The hooks that a cascade from this collection may meet, or undefined for none, which is found out at next to no cost.
 *
 * Errors: `NeedsOwnTransaction` where there are some, and the transaction is not one in which they can be waited for.
 */
export function cascadeHooks(work: Work, collection: Collection): CascadeHooks | undefined {
  const { house, catalog, tx } = work
  if (house.hooks.isEmpty || !meetsHooks(house, catalog, collection)) return undefined
  const held = work.mayWait ? heldBy(house) : undefined
  if (!held) throw new NeedsOwnTransaction('own code has to be waited for', house.hooks.deadline)
  const inner = { ...held, tx, depth: held.depth + 1 }
  return {
    requester: held.requester,
    standAround: (event, owner) => house.hooks.handlersOf(event, owner).length > 0,
    perform: (deed) => holding(inner, () => held.perform(inner, deed)),
  }
}

/** Do hooks stand around anything that the delete of a record of this collection may bring about? */
export function meetsHooks(house: House, catalog: Catalog, collection: Collection): boolean {
  return reachOf(catalog, collection).some(
    ({ event, owner }) => house.hooks.handlersOf(event, owner).length > 0,
  )
}

interface Reached {
  readonly event: HookName
  readonly owner: Collection
}

const reaches = new WeakMap<Collection, readonly Reached[]>()

/** What may happen, and to records of which collections. */
function reachOf(catalog: Catalog, from: Collection): readonly Reached[] {
  const known = reaches.get(from)
  if (known) return known
  const found: Reached[] = []
  const seen = new Set([from])
  for (const target of seen) {
    for (const { shape, cascades, isMultiple } of referencesTo(catalog, target)) {
      const owner = shape.collection
      if (cascades) {
        found.push({ event: 'record.delete', owner })
        // A set goes on to what is added while it is gone through.
        seen.add(owner)
      }
      if (!cascades || isMultiple) found.push({ event: 'record.update', owner })
    }
  }
  reaches.set(from, found)
  return found
}
