import type { AnyFieldType, Field } from '../fields/field-type.ts'
import { fieldTypes } from '../fields/index.ts'

interface Input {
  readonly verb: 'create' | 'update'
  readonly isAuth: boolean
}

/**
 * The keys of what `create` or `update` takes: required ones must be there at the creation, modifiers are for changes
 * (contract data.md §3.16), and what the server sets alone is left out.
 *
 * @example inputLines(posts.fields, { verb: 'update', isAuth: false }) // ['title?: string', '"count+"?: number', …]
 */
export function inputLines(fields: readonly Field[], input: Input): string[] {
  return fields.flatMap((field) => {
    const type = fieldTypes.get(field.type)
    if (!type || type.isManaged) return []
    if (field.name === 'id') return input.verb === 'create' ? ['id?: string'] : []
    if (input.isAuth && field.name === 'password') return passwordLines(input)
    return fieldLines({ field, type, input })
  })
}

function passwordLines({ verb }: Input): string[] {
  if (verb === 'create') return ['password: string', 'passwordConfirm: string']
  return ['oldPassword?: string', 'password?: string', 'passwordConfirm?: string']
}

interface Part {
  readonly field: Field
  readonly type: AnyFieldType
  readonly input: Input
}

function fieldLines({ field, type, input }: Part): string[] {
  const { name, options, required } = field
  const generates =
    typeof options['autogeneratePattern'] === 'string' && options['autogeneratePattern'] !== ''
  const isNeeded = input.verb === 'create' && required && !generates
  const own = `${name}${isNeeded ? '' : '?'}: ${valueOf(field, type, input)}`
  const generated = generates ? [`"${name}:autogenerate"?: string`] : []
  return [own, ...generated, ...(input.verb === 'update' ? modifierLines(field, type) : [])]
}

function valueOf({ options }: Field, type: AnyFieldType, { verb }: Input): string {
  const own = type.typescript(options)
  const isList = type.kind(options) === 'list'
  if (type.files) {
    if (isList) return verb === 'create' ? 'Blob[]' : '(Blob | string)[]'
    return verb === 'create' ? 'Blob' : 'Blob | string | null'
  }
  return type.kind(options) === 'date' ? `${own} | Date` : own
}

function modifierLines({ name, options }: Field, type: AnyFieldType): string[] {
  const { append, prepend, remove } = type.modifiers ?? {}
  const isList = type.kind(options) === 'list'
  // Of one value alone they say nothing that setting it does not.
  if (type.hasElements && !isList) return []
  const own = type.typescript(options)
  const item = own.replace(/\[\]$/, '')
  const added = type.files ? 'Blob | Blob[]' : isList ? `${item} | ${own}` : own
  const removed = isList ? `${item} | ${own}` : own
  return [
    ...(append ? [`"${name}+"?: ${added}`] : []),
    ...(prepend ? [`"+${name}"?: ${added}`] : []),
    ...(remove ? [`"${name}-"?: ${removed}`] : []),
  ]
}
