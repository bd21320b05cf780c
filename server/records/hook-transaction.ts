import type { HookRecord, HookTransaction } from '../hooks/events.ts'
import { createDeed } from './create-deed.ts'
import type { Deed } from './deed.ts'
import { deleteDeed } from './delete-deed.ts'
import { type Held, holding } from './held.ts'
import { hookReader } from './hook-reader.ts'
import { toHookRecord } from './hook-record.ts'
import { platform } from './platform.ts'
import type { Ask } from './request.ts'
import { inSavepoint } from './savepoint.ts'
import { shapeOf } from './shape.ts'
import { updateDeed } from './update-deed.ts'
import type { Written } from './written.ts'

/** A transaction as own code has it: its verbs run one after the other, and each that fails undoes only itself. */
export function hookTransaction(held: Held): HookTransaction {
  const { house, tx, requester } = held
  const ask: Ask = { actor: platform, context: requester.context, expand: '' }
  const inTurn = turns()
  const act = (deed: Deed): Promise<Written> =>
    inTurn(async () =>
      inSavepoint(tx, (inner) => {
        const nested: Held = { ...held, tx: inner, depth: held.depth + 1 }
        return holding(nested, () => held.perform(nested, deed))
      }),
    )
  return {
    ...hookReader(house, requester, () => tx),
    create: async (collection, values) => shownOf(await act(createDeed(ask, collection, values))),
    update: async (collection, id, values) =>
      shownOf(await act(updateDeed(ask, collection, { id, body: values }))),
    delete: async (collection, id) => {
      await act(deleteDeed(ask, collection, id))
    },
  }
}

function shownOf({ collection, cells }: Written): HookRecord {
  return toHookRecord(shapeOf(collection), cells)
}

/** Savepoints stand inside each other: two verbs that run beside each other would undo one another. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }
}
