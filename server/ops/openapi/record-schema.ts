import type { Collection } from '../../collections/collection.ts'
import { shapeOf, type ShapeField } from '../../records/shape.ts'
import { fieldSchema } from './field-schema.ts'
import { type JsonSchema, objectOf } from './json-schema.ts'

/** Contract data.md §4.2: not even superusers get them. */
const NEVER_SENT: ReadonlySet<string> = new Set(['password', 'tokenKey'])

/**
 * A record as it is sent (contract data.md §4.2): hidden fields only where the reader is a superuser.
 *
 * @param isWhole does the reader get hidden fields?
 * @example recordSchema(posts, false).properties // { collectionId: …, title: { type: 'string' }, … }
 */
export function recordSchema(collection: Collection, isWhole: boolean): JsonSchema {
  const isAuth = collection.type === 'auth'
  const shown = shapeOf(collection).fields.filter(
    ({ name, field }) => (isWhole || !field.hidden) && !(isAuth && NEVER_SENT.has(name)),
  )
  const values = Object.fromEntries(shown.map((field) => [field.name, sentValue(collection, field)]))
  const properties = {
    collectionId: { type: 'string', const: collection.id },
    collectionName: { type: 'string', const: collection.name },
    ...values,
    expand: {
      type: 'object',
      description: 'The records that relations lead to, where ?expand asks for them.',
    },
  }
  // Whose e-mail address is shown is decided record by record.
  const optional = isAuth ? ['expand', 'email'] : ['expand']
  return { ...objectOf(properties, optional), additionalProperties: false }
}

/** What a view computes may be nothing at all. */
function sentValue({ type: kind }: Collection, { field, type }: ShapeField): JsonSchema {
  const schema = fieldSchema(field, type)
  if (kind !== 'view' || type.output === 'string' || schema['type'] === undefined) return schema
  return { anyOf: [schema, { type: 'null' }] }
}
