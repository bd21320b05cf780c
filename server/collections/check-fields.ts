import { problem, required, type Problem, type ProblemTree } from '../base/problem.ts'
import { checkField } from '../fields/field.ts'
import type { Field } from '../fields/field-type.ts'
import type { Catalog, Collection } from './collection.ts'
import { systemFields } from './system-fields.ts'

/** Keys of an auth record's body that are no fields. */
const reservedInAuth = new Set(['passwordConfirm', 'oldPassword'])

/**
 * What is wrong with the fields of a collection (contract data.md §2.4): the first fault of the list as a whole,
 * else the faults of every field's own settings, by place.
 */
export function checkFields(
  stored: Collection | undefined,
  next: Collection,
  catalog: Catalog,
): Problem | ProblemTree | undefined {
  return (
    checkDuplicates(next.fields) ??
    checkPresence(next) ??
    (stored && next.type !== 'view' ? checkStored(stored, next) : undefined) ??
    checkReserved(next) ??
    checkEach(stored, next, catalog)
  )
}

// Ids cannot repeat: entries of a list with the same id have replaced each other already.
function checkDuplicates(fields: readonly Field[]): ProblemTree | undefined {
  const names = new Set<string>()
  return collect(fields, (field) => {
    const name = field.name.toLowerCase()
    const isTaken = names.has(name)
    if (name !== '') names.add(name)
    return isTaken ? { name: takenName } : {}
  })
}

const takenName = problem(
  'validation_duplicated_field_name',
  'Another field has this name; letter case does not count.',
)

function checkPresence(next: Collection): Problem | undefined {
  if (next.fields.length === 0) return required
  for (const { name, type, missing } of systemFields(next.type)) {
    if (next.fields.find((field) => field.name === name)?.type === type) continue
    return problem(missing, `The field "${name}" has to be there, as a ${type} field.`)
  }
  return undefined
}

function checkStored(stored: Collection, next: Collection): Problem | ProblemTree | undefined {
  const after = new Map(next.fields.map((field) => [field.id, field]))
  const before = new Map(stored.fields.map((field) => [field.id, field]))
  const lost = stored.fields.find((field) => field.system && after.get(field.id)?.name !== field.name)
  if (lost) {
    return problem('validation_system_field_change', `The field "${lost.name}" cannot be renamed or removed.`)
  }
  return collect(next.fields, (field) => {
    const was = before.get(field.id)
    if (!was || was.type === field.type) return {}
    return problem(
      'validation_field_type_change',
      'The type of a field cannot be changed; add another field instead.',
    )
  })
}

function checkReserved(next: Collection): ProblemTree | undefined {
  if (next.type !== 'auth') return undefined
  return collect(next.fields, (field) =>
    reservedInAuth.has(field.name)
      ? { name: problem('validation_reserved_field_name', 'Sign-in uses this name for itself.') }
      : {},
  )
}

function checkEach(
  stored: Collection | undefined,
  next: Collection,
  catalog: Catalog,
): ProblemTree | undefined {
  const before = new Map(stored?.fields.map((field) => [field.id, field]))
  const keys = next.fields.filter((field) => field.options['primaryKey'] === true)
  return collect(next.fields, (field) => {
    const faults = checkField({
      field,
      collection: { id: next.id, type: next.type },
      stored: before.get(field.id),
      collectionType: (id) => (id === next.id ? next.type : catalog.byId(id)?.type),
    })
    if (keys.length < 2 || !keys.includes(field) || field.name === 'id') return faults ?? {}
    return {
      ...faults,
      primaryKey: problem('validation_unsupported_composite_pk', 'Only one field can be the primary key.'),
    }
  })
}

function collect(
  fields: readonly Field[],
  check: (field: Field) => Problem | ProblemTree,
): ProblemTree | undefined {
  const problems: ProblemTree = {}
  fields.forEach((field, i) => {
    const faults = check(field)
    if (Object.keys(faults).length > 0) problems[i] = faults
  })
  return Object.keys(problems).length > 0 ? problems : undefined
}
