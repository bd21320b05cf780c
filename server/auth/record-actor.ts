import type { RecordActor } from '../base/actor.ts'
import { type Collection, SUPERUSERS } from '../collections/collection.ts'
import type { Cells } from '../records/change.ts'
import { type Ask, withAuth } from '../records/request.ts'

/**
 * An auth record as someone who asks.
 *
 * @example const actor = recordActor(users, cells) // { kind: 'record', id: 'abc…', … }
 */
export function recordActor(collection: Collection, cells: Cells): RecordActor {
  return {
    kind: collection.name === SUPERUSERS ? 'superuser' : 'record',
    collectionId: collection.id,
    collectionName: collection.name,
    id: text(cells, 'id'),
    cells,
  }
}

/** The same request, asked by someone else: what an auth response shows is what its new owner may see. */
export function askAs(ask: Ask, actor: RecordActor): Ask {
  return { ...ask, actor, context: withAuth(ask.context, actor) }
}

/** A text cell of a record of ours. */
export function text(cells: Cells, name: string): string {
  const cell = cells[name]
  if (typeof cell !== 'string') throw new Error(`the cell "${name}" of an auth record is not text`)
  return cell
}
