import { parseField } from '../fields/field.ts'
import type { Field } from '../fields/field-type.ts'
import type { CollectionType } from './collection.ts'

const DEFAULT_ID_PATTERN = '^[a-z0-9]+$'

interface SystemField {
  readonly name: string
  readonly type: string
  /** The field of a new collection, without its id. */
  readonly definition: Readonly<Record<string, unknown>>
  /** What every save makes of an existing one (contract data.md §2.5). */
  force(field: Field): Field
  /** Says on `fields` that a field of this name has another type. */
  readonly missing: string
}

const id: SystemField = {
  name: 'id',
  type: 'text',
  definition: {
    required: true,
    primaryKey: true,
    min: 15,
    max: 15,
    pattern: DEFAULT_ID_PATTERN,
    autogeneratePattern: '[a-z0-9]{15}',
  },
  force: (field) => ({
    ...field,
    system: true,
    required: true,
    hidden: false,
    options: {
      ...field.options,
      primaryKey: true,
      pattern: field.options['pattern'] || DEFAULT_ID_PATTERN,
    },
  }),
  missing: 'validation_missing_primary_key',
}

const locked = (field: Field): Field => ({ ...field, system: true, hidden: true, required: true })

const password: SystemField = {
  name: 'password',
  type: 'password',
  definition: { hidden: true, required: true, min: 8 },
  force: locked,
  missing: 'validation_missing_password_field',
}

const tokenKey: SystemField = {
  name: 'tokenKey',
  type: 'text',
  definition: { hidden: true, required: true, min: 30, max: 60, autogeneratePattern: '[a-zA-Z0-9]{50}' },
  force: locked,
  missing: 'validation_missing_tokenKey_field',
}

const email: SystemField = {
  name: 'email',
  type: 'email',
  definition: { required: true },
  force: (field) => ({ ...field, system: true, hidden: false }),
  missing: 'validation_missing_email_field',
}

const flag = (name: string): SystemField => ({
  name,
  type: 'bool',
  definition: {},
  force: (field) => ({ ...field, system: true }),
  missing: `validation_missing_${name}_field`,
})

const authFields = [password, tokenKey, email, flag('emailVisibility'), flag('verified')]

/**
 * The fields that every collection of a type has, in their order. A view's are made from its query.
 *
 * @example systemFields('auth').map(field => field.name) // ['id', 'password', 'tokenKey', …]
 */
export function systemFields(type: CollectionType): readonly SystemField[] {
  if (type === 'view') return []
  return type === 'auth' ? [id, ...authFields] : [id]
}

/**
 * Add the system fields that are missing and force the flags of those that are there (contract data.md §2.5):
 * `id` comes first, the others behind it. A field of the right name and another type is left alone; the check
 * of the collection refuses it. New ones get no id yet.
 */
export function withSystemFields(type: CollectionType, fields: readonly Field[]): Field[] {
  const wanted = systemFields(type)
  const forced = fields.map((field) => {
    const system = wanted.find(({ name }) => name === field.name)
    return system && system.type === field.type ? system.force(field) : field
  })
  const missing = wanted.filter(({ name }) => !fields.some((field) => field.name === name))
  const isFirst = missing[0]?.name === 'id'
  const place = isFirst ? 0 : forced.findIndex((field) => field.name === 'id') + 1
  return forced.toSpliced(
    place,
    0,
    ...missing.map(({ name, type, definition }) => makeField({ name, type, system: true, ...definition })),
  )
}

/** A field from a definition of ours; what is not said is the default of its type. */
export function makeField(definition: Readonly<Record<string, unknown>>): Field {
  const field = parseField(definition)
  if (typeof field === 'string') throw new Error(`a field of ours is wrong: ${field}`)
  return field
}
