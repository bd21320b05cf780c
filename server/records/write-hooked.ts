import { steps } from '../base/now.ts'
import type { Handler, HookTransaction, RecordEvent } from '../hooks/events.ts'
import { runHooks } from '../hooks/run-hooks.ts'
import { type Deed, noChanges, type Secrets } from './deed.ts'
import { type Frame, type Held, heldBy, holding } from './held.ts'
import { hookEvent } from './hook-event.ts'
import { HookOutcome } from './hook-outcome.ts'
import { handOut } from './hook-record.ts'
import { hookTransaction } from './hook-transaction.ts'
import { hooksOn } from './hooks-on.ts'
import type { House } from './house.ts'
import { inSavepoint } from './savepoint.ts'
import type { Ask } from './request.ts'
import { writeAlone, writeHeld } from './write-deed.ts'
import type { Written } from './written.ts'

/** How deep hooks may stand in each other before they are taken for a circle. */
const DEEPEST = 10

/**
 * Do a deed with the hooks around it: first the rule is asked of what the client sent, then come the hooks, and inside
 * them the write, which asks the rule again. Outside of a transaction, unless the running code is inside of one.
 *
 * Errors: those of the verb, `hook_expired` 503, and what hooks throw.
 */
export async function writeHooked(
  house: House,
  deed: Deed,
  handlers: readonly Handler[],
  ready?: Secrets,
): Promise<Written> {
  const held = heldBy(house)
  const frame: Frame = {
    requester: held?.requester ?? deed.ask,
    depth: held?.depth ?? 1,
    perform: performHeld,
  }
  if (frame.depth > DEEPEST)
    throw new Error(`hooks stand more than ${DEEPEST} deep in each other, at last around ${deed.event}`)
  const reader = held?.tx ?? house.storage.hot
  const sight = await steps(() => deed.look({ house, catalog: house.catalog.current, reader }))
  const out = handOut(sight.shape, sight.values)
  const outcome = new HookOutcome({ house, deed, out, ready, frame })
  const toTransaction = transactions()
  const event = hookEvent({
    house,
    requester: frame.requester,
    deed,
    sight,
    record: out.record,
    held: () => heldBy(house),
    toTransaction,
    transaction: openTransaction(house, frame, toTransaction),
    afterCommit: (work) => outcome.afterCommit(work),
  })
  await runHooks({ handlers, event, core: () => outcome.write(), deadline: house.hooks.deadline })
  return outcome.result()
}

/** Own code for a request that begins: nothing stands around it yet. */
export function frameOf(requester: Ask): Frame {
  return { requester, depth: 1, perform: performHeld }
}

/** Do a deed that is known to be allowed, with the hooks around it if there are any. */
export function performAlone(house: House, deed: Deed): Promise<Written> {
  const handlers = hooksOn(house, deed.event, deed.nameOrId)
  if (handlers) return writeHooked(house, deed, handlers)
  return writeAlone(house, deed, { changes: noChanges, isSure: true, frame: frameOf(deed.ask) })
}

/** Do a deed in the transaction that the running code is inside of, with the hooks around it if there are any. */
export function performHeld(held: Held, deed: Deed, ready?: Secrets): Promise<Written> {
  const handlers = hooksOn(held.house, deed.event, deed.nameOrId)
  return handlers
    ? writeHooked(held.house, deed, handlers, ready)
    : writeHeld(held, deed, { changes: noChanges, ready, isSure: false })
}

type ToTransaction = (held: Held) => HookTransaction

/** One object a transaction, however often own code asks for it: its verbs take turns. */
function transactions(): ToTransaction {
  const known = new WeakMap<Held, HookTransaction>()
  return (held) => {
    let transaction = known.get(held)
    if (!transaction) known.set(held, (transaction = hookTransaction(held)))
    return transaction
  }
}

function openTransaction(
  house: House,
  frame: Frame,
  toTransaction: ToTransaction,
): RecordEvent['transaction'] {
  return async (work, options) => {
    const inside = (held: Held) => holding(held, () => work(toTransaction(held)))
    const outer = heldBy(house)
    if (outer) return inSavepoint(outer.tx, (tx) => inside({ ...outer, tx }))
    return house.storage.transaction((tx) => inside({ ...frame, house, tx }), options)
  }
}
