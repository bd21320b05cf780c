import type { RecordActor } from '../base/actor.ts'
import { SUPERUSERS } from '../collections/collection.ts'

/** Own code and cascades may do everything, in the name of nobody; the change log names the requester all the same. */
export const platform: RecordActor = {
  kind: 'superuser',
  collectionId: '',
  collectionName: SUPERUSERS,
  id: '',
  cells: {},
}
