import { apiError } from '../base/error.ts'
import { take } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import { dropRecord, unsetReference } from './cascade-steps.ts'
import { type Deed, noSecrets } from './deed.ts'
import { readRecord } from './find.ts'
import { platform } from './platform.ts'
import type { Reference } from './references.ts'
import type { Ask } from './request.ts'
import { shapeOf, valuesOf } from './shape.ts'
import { updateDeed } from './update-deed.ts'

/*
 * What a cascade does to a record, as deeds, so that hooks can stand around it.
 */

/** The delete of one record; what hangs on it is for the cascade. */
export function dropDeed(asked: Ask, collection: Collection, id: string): Deed {
  const shape = shapeOf(collection)
  return {
    event: 'record.delete',
    ask: asPlatform(asked),
    nameOrId: collection.id,
    *look({ house, reader }) {
      const cells = yield* take(readRecord(house.storage, reader, collection, id))
      if (!cells) throw apiError('record_not_found', {})
      const values = valuesOf(shape, cells)
      return { shape, values, stored: values }
    },
    readySecrets: () => noSecrets,
    *write(work) {
      const cells = yield* take(readRecord(work.house.storage, work.tx, collection, id))
      if (!cells) throw apiError('record_not_found', {})
      yield* dropRecord(work, collection, cells)
      return { collection, cells }
    },
  }
}

/**
 * A relation of one record lets go of an id. Nothing is checked, as the contract wants it, unless hooks change more of
 * the record: that is an update like any other.
 */
export function unsetDeed(asked: Ask, reference: Reference, id: string, gone: string): Deed {
  const { shape, field } = reference
  const { collection } = shape
  const update = updateDeed(asPlatform(asked), collection.id, { id, body: { [`${field.name}-`]: gone } })
  return {
    ...update,
    readySecrets: (scene, changes, isSure) =>
      changes.size === 0 ? noSecrets : update.readySecrets(scene, changes, isSure),
    *write(work, extras) {
      if (extras.changes.size > 0) return yield* update.write(work, extras)
      const cells = yield* take(readRecord(work.house.storage, work.tx, collection, id))
      if (!cells) throw apiError('record_not_found', {})
      return { collection, cells: yield* unsetReference(work, reference, cells, gone) }
    },
  }
}

function asPlatform({ context }: Ask): Ask {
  return { actor: platform, context, expand: '' }
}
