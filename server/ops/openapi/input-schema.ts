import type { Collection } from '../../collections/collection.ts'
import { shapeOf, type ShapeField } from '../../records/shape.ts'
import { fieldSchema } from './field-schema.ts'
import { type JsonSchema, objectOf } from './json-schema.ts'

interface Input {
  readonly verb: 'create' | 'update'
  /** Does the writer see hidden fields? What others send for them is dropped. */
  readonly isWhole: boolean
}

type Properties = Readonly<Record<string, JsonSchema>>

/**
 * What the body of a create or of an update may say (contract data.md §3.16, §4.5).
 *
 * @example inputSchema(posts, { verb: 'create', isWhole: false }).required // ['title']
 */
export function inputSchema(collection: Collection, input: Input): JsonSchema {
  const isAuth = collection.type === 'auth'
  const fields = shapeOf(collection).fields.filter(({ name, type, field }) => {
    if (type.isManaged || (isAuth && name === 'password')) return false
    return (input.isWhole || !field.hidden) && (name !== 'id' || input.verb === 'create')
  })
  const values: Properties = Object.assign({}, ...fields.map((field) => valuesOf(field, input)))
  const needed = input.verb === 'create' ? fields.filter(isNeeded).map(({ name }) => name) : []
  const secrets = isAuth ? passwords(input) : {}
  const properties = { ...values, ...secrets }
  const required = input.verb === 'create' ? [...needed, ...Object.keys(secrets)] : []
  return objectOf(
    properties,
    Object.keys(properties).filter((name) => !required.includes(name)),
  )
}

function passwords({ verb }: Input): Properties {
  const text = { type: 'string' }
  const both = { password: text, passwordConfirm: text }
  return verb === 'create' ? both : { ...both, oldPassword: text }
}

function isNeeded({ field }: ShapeField): boolean {
  return field.required && (field.options['autogeneratePattern'] ?? '') === ''
}

function valuesOf(shape: ShapeField, { verb }: Input): Properties {
  const { field, type, name } = shape
  const isList = type.kind(field.options) === 'list'
  const value = type.files ? fileValue(isList) : fieldSchema(field, type)
  const { append, prepend, remove } = type.modifiers ?? {}
  if (verb === 'create' || (type.hasElements && !isList)) return { [name]: value }
  return {
    [name]: value,
    ...(append && { [`${name}+`]: value }),
    ...(prepend && { [`+${name}`]: value }),
    ...(remove && { [`${name}-`]: fieldSchema(field, type) }),
  }
}

/** An upload, or the name of a file that the record keeps. */
function fileValue(isList: boolean): JsonSchema {
  const one = { type: 'string', format: 'binary' }
  return isList ? { type: 'array', items: one } : one
}
