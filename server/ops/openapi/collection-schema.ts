import { type Actor, isSuperuser } from '../../base/actor.ts'
import { apiError } from '../../base/error.ts'
import type { House } from '../../records/house.ts'
import { inputSchema } from './input-schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { hasOpenRule } from './record-paths.ts'
import { recordSchema } from './record-schema.ts'

/**
 * The records of one collection as JSON Schema 2020-12: a record, and under `$defs` what create and update take.
 *
 * Errors: `collection_not_found` 404, also for a collection that is closed to the actor.
 *
 * @example collectionSchema(house, ask.actor, 'posts') // { $schema: …, $ref: '#/$defs/record', $defs: { … } }
 */
export function collectionSchema(
  { catalog }: Pick<House, 'catalog'>,
  actor: Actor,
  name: string,
): JsonSchema {
  const collection = catalog.current.find(name)
  if (!collection || !hasOpenRule(actor, collection)) throw apiError('collection_not_found', { name })
  const isWhole = isSuperuser(actor)
  const inputs = {
    create: inputSchema(collection, { verb: 'create', isWhole }),
    update: inputSchema(collection, { verb: 'update', isWhole }),
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: collection.name,
    $ref: '#/$defs/record',
    $defs: { record: recordSchema(collection, isWhole), ...(collection.type !== 'view' && inputs) },
  }
}
