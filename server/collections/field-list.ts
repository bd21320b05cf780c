import { apiError } from '../base/error.ts'
import { defaultFieldId, parseField } from '../fields/field.ts'
import type { Field } from '../fields/field-type.ts'

/**
 * Read a submitted list of fields (contract data.md §2.7): the same id again replaces the earlier entry, and so
 * does an entry without id that has the name of an earlier one. Ids may still be empty.
 * Errors: `body_malformed` 400 for an unknown type or a setting of the wrong JSON type.
 */
export function parseFieldList(list: readonly unknown[]): Field[] {
  const fields: Field[] = []
  list.forEach((json, i) => {
    const field = parseField(json)
    if (typeof field === 'string') throw apiError('body_malformed', { why: `"fields.${i}": ${field}` })
    const place = fields.findIndex((earlier) =>
      field.id === '' ? earlier.name === field.name && earlier.type === field.type : earlier.id === field.id,
    )
    if (place < 0) fields.push(field)
    else fields[place] = { ...field, id: field.id || (fields[place]?.id ?? '') }
  })
  return fields
}

/**
 * Give every field without id the default id of its type and name, with a number behind it where that is taken
 * (contract data.md §2.5).
 *
 * @example withFieldIds([{ …, type: 'text', name: 'id', id: '' }]) // id: 'text3208210256'
 */
export function withFieldIds(fields: readonly Field[]): Field[] {
  const taken = new Set(fields.map((field) => field.id))
  return fields.map((field) => {
    if (field.id !== '') return field
    const base = defaultFieldId(field.type, field.name)
    let id = base
    for (let i = 2; taken.has(id); i++) id = `${base}${i}`
    taken.add(id)
    return { ...field, id }
  })
}
