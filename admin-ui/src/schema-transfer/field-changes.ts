import { madeFieldId } from './made-field-id.ts'
import { isJson, type Json, type ValueChange, valueChanges } from './value-changes.ts'

/**
 * What an import does to the fields of a collection (contract data.md §2.9). A field is known by its id, else by its
 * name and type; with `deleteMissing` the latter holds for system fields only, and what is not named goes with its
 * values.
 *
 * @param submitted the fields of the import; undefined where it names none
 */
export function fieldChanges(
  stored: readonly Json[],
  submitted: readonly Json[] | undefined,
  deleteMissing: boolean,
): ValueChange[] {
  const items = (submitted ?? (deleteMissing ? [] : stored)).map(withId)
  const ids = new Set(items.map(({ id }) => id))
  const isLoose = (field: Json): boolean => deleteMissing && field['system'] !== true
  const twinOf = (item: Json): Json | undefined =>
    stored.find((field) => isTwin(field, item) && !ids.has(field['id']) && !isLoose(field))
  const met = new Set<Json>()
  const changes = items.flatMap((item): ValueChange[] => {
    const known = stored.find(({ id }) => id === item['id']) ?? twinOf(item)
    if (!known) return [{ kind: 'added', path: pathOf(item), after: item['type'] }]
    met.add(known)
    return valueChanges(known, item, pathOf(known))
  })
  const gone = stored.filter((field) => isLoose(field) && !met.has(field))
  return [
    ...gone.map((field): ValueChange => ({ kind: 'removed', path: pathOf(field), before: field['type'] })),
    ...changes,
  ]
}

/** The fields in a value that may come from anywhere; undefined where it is no list. */
export function fieldsIn(value: unknown): Json[] | undefined {
  return Array.isArray(value) ? value.filter(isJson) : undefined
}

function withId(field: Json): Json {
  const { id, type, name } = field
  if (typeof id === 'string' && id !== '') return field
  return { ...field, id: madeFieldId(textOf(type), textOf(name)) }
}

function isTwin(one: Json, other: Json): boolean {
  return one['name'] === other['name'] && one['type'] === other['type']
}

function pathOf(field: Json): string {
  return `fields.${textOf(field['name'])}`
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
