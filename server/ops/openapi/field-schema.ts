import type { AnyFieldType, Field } from '../../fields/field-type.ts'
import type { JsonSchema } from './json-schema.ts'

/**
 * The values of a field as JSON Schema (contract data.md §3). Limits such as `max` are left out: they hold for what is
 * written from now on, and not for what is stored.
 *
 * @example fieldSchema(tags, select) // { type: 'array', items: { type: 'string', enum: ['new', 'hot'] } }
 */
export function fieldSchema(field: Field, type: AnyFieldType): JsonSchema {
  const shape = shapeOf(field, type)
  return field.help === '' ? shape : { ...shape, description: field.help }
}

function shapeOf({ options }: Field, type: AnyFieldType): JsonSchema {
  switch (type.kind(options)) {
    case 'number':
      return { type: 'number' }
    case 'boolean':
      return { type: 'boolean' }
    case 'json':
      return {}
    case 'point':
      return {
        type: 'object',
        properties: { lon: { type: 'number' }, lat: { type: 'number' } },
        required: ['lon', 'lat'],
      }
    case 'list':
      return { type: 'array', items: textOf(wordsOf(options)) }
    case 'date':
      return { type: 'string', description: 'A time such as 2026-01-31 08:30:00.000Z, or an empty text.' }
    case 'text':
      return textOf(wordsOf(options), '')
  }
}

function textOf(words: readonly string[], ...besides: readonly string[]): JsonSchema {
  if (words.length === 0) return { type: 'string' }
  return { type: 'string', enum: [...new Set([...besides, ...words])] }
}

/** The choices of a select. */
function wordsOf(options: Field['options']): readonly string[] {
  const values = options['values']
  return Array.isArray(values) ? values.filter((word) => typeof word === 'string') : []
}
