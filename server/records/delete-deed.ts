import { apiError } from '../base/error.ts'
import { type Steps, take } from '../base/now.ts'
import { ruleFor } from './access.ts'
import { allowsStored, orRefuse } from './allows.ts'
import { checkNotLast } from './auth-record.ts'
import { deleteWithCascade, SHORT_CASCADE } from './cascade.ts'
import { cascadeHooks } from './cascade-hooks.ts'
import { writableCollectionFor } from './collection-for.ts'
import { type Deed, noSecrets, type Scene } from './deed.ts'
import { readRecord } from './find.ts'
import type { Ask } from './request.ts'
import { shapeOf, valuesOf } from './shape.ts'
import type { Work } from './work.ts'
import type { Written } from './written.ts'

/** A delete in parts: for hooks and batches. */
export function deleteDeed(ask: Ask, nameOrId: string, id: string): Deed {
  return {
    event: 'record.delete',
    ask,
    nameOrId,
    *look(scene) {
      const { collection, cells } = yield* readDeletable(scene, ask, nameOrId, id)
      const shape = shapeOf(collection)
      const values = valuesOf(shape, cells)
      return { shape, values, stored: values }
    },
    readySecrets: () => noSecrets,
    write: (work) => removeRecord(work, ask, nameOrId, id),
  }
}

/**
 * Delete a record inside a transaction.
 *
 * Errors: those of the verb; `NeedsOwnTransaction` where this one may not wait, and others or own code would have to.
 */
export function* removeRecord(work: Work, ask: Ask, nameOrId: string, id: string): Steps<Written> {
  const { house, catalog, tx } = work
  const { collection, cells } = yield* readDeletable({ house, catalog, reader: tx }, ask, nameOrId, id)
  yield* checkNotLast(work, collection)
  const hooks = cascadeHooks(work, collection)
  yield* deleteWithCascade(
    work,
    { collection, cells },
    { hooks, limit: work.mayWait ? Infinity : SHORT_CASCADE },
  )
  return { collection, cells }
}

/** The record, when it is there and may be deleted. */
function* readDeletable(
  { house, catalog, reader }: Scene,
  ask: Ask,
  nameOrId: string,
  id: string,
): Steps<Written> {
  const collection = writableCollectionFor(catalog, nameOrId)
  const rule = ruleFor(ask.actor, collection, 'deleteRule')
  const cells = yield* take(readRecord(house.storage, reader, collection, id))
  const refusal = () => apiError('record_not_found', {})
  if (!cells) throw refusal()
  const asking = { house, catalog, collection, reader, context: ask.context }
  if (rule !== null && !(yield* orRefuse(allowsStored(asking, rule, cells), refusal))) throw refusal()
  return { collection, cells }
}
