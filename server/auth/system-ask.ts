import type { RecordActor } from '../base/actor.ts'
import { SUPERUSERS } from '../collections/collection.ts'
import type { House } from '../records/house.ts'
import type { Ask } from '../records/request.ts'

/**
 * What the operator does at the command line or by the environment: asked by a superuser who is no record.
 *
 * @example await createRecord(house, systemAsk(house), '_superusers', body)
 */
export function systemAsk(house: House): Ask {
  const collectionId = house.catalog.current.find(SUPERUSERS)?.id ?? ''
  const actor: RecordActor = {
    kind: 'superuser',
    collectionId,
    collectionName: SUPERUSERS,
    id: '',
    cells: {},
  }
  const context = {
    now: house.clock.now(),
    method: '',
    context: 'default',
    auth: null,
    query: {},
    headers: {},
    body: {},
  }
  return { actor, context, expand: '' }
}
