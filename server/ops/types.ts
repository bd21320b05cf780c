import type { Field } from '../fields/field-type.ts'
import { fieldTypes } from '../fields/index.ts'
import { expandLines, type TypedCollection } from './types-expand.ts'
import { inputLines } from './types-input.ts'
import { typeNames } from './types-names.ts'

const HEAD = `// Written by "dapur types" from the collections of a server: do not edit it, run the command again.
// import { createClient } from '@dapur/sdk'; const dapur = createClient<Schema>('http://localhost:8090')
`

/**
 * The declarations that `createClient<Schema>` of the SDK takes: for each collection what the server sends, what
 * `create` and `update` take, and where its relations lead. The same collections make the same text, in whatever
 * order they come.
 *
 * Errors: a plain Error for a field of a type that this version does not know.
 *
 * @example await writeIfOther('dapur.d.ts', typesOf(house.catalog.current.all))
 */
export function typesOf(collections: readonly TypedCollection[]): string {
  const all = collections.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  const names = typeNames(all.map(({ name }) => name))
  const blocks = all.map((collection) => blockOf(collection, nameIn(names, collection)))
  const entries = all.map((collection) => entryOf(collection, all, nameIn(names, collection)))
  return `${HEAD}\n${blocks.join('\n')}\nexport interface Schema {\n${entries.join('')}}\n`
}

function nameIn(names: ReadonlyMap<string, string>, { name }: TypedCollection): string {
  return names.get(name) ?? name
}

function blockOf(collection: TypedCollection, name: string): string {
  const record = declare(`${name}Record`, recordLines(collection))
  if (collection.type === 'view') return record
  const isAuth = collection.type === 'auth'
  const create = declare(`${name}Create`, inputLines(collection.fields, { verb: 'create', isAuth }))
  const update = declare(`${name}Update`, inputLines(collection.fields, { verb: 'update', isAuth }))
  return `${record}\n${create}\n${update}`
}

function declare(name: string, lines: readonly string[]): string {
  return `export interface ${name} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`
}

function recordLines({ name, type, fields }: TypedCollection): string[] {
  const isAuth = type === 'auth'
  const shown = fields.filter((field) => !(isAuth && NEVER_SENT.has(field.name)))
  return [
    'collectionId: string',
    `collectionName: ${JSON.stringify(name)}`,
    ...shown.map((field) => recordLine(field, { isAuth, isView: type === 'view' })),
  ]
}

/** Contract data.md §4.2. */
const NEVER_SENT: ReadonlySet<string> = new Set(['password', 'tokenKey'])

function recordLine(field: Field, { isAuth, isView }: { isAuth: boolean; isView: boolean }): string {
  const type = fieldTypes.get(field.type)
  if (!type)
    throw new Error(`The field "${field.name}" has the type "${field.type}", which is not known here.`)
  // Some do not get them: hidden fields are for superusers, and an e-mail address may be kept to its owner.
  const isOptional = field.hidden || (isAuth && field.name === 'email')
  const own = type.typescript(field.options)
  // What a view computes may be nothing at all.
  const value = isView && type.output !== 'string' && own !== 'unknown' ? `${own} | null` : own
  return `${field.name}${isOptional ? '?' : ''}: ${value}`
}

function entryOf(collection: TypedCollection, all: readonly TypedCollection[], name: string): string {
  const isView = collection.type === 'view'
  const input = (verb: string): string => (isView ? 'never' : `${name}${verb}`)
  const expands = expandLines(collection, all)
  const expand = expands.length === 0 ? '{}' : `{\n${expands.map((line) => `      ${line}\n`).join('')}    }`
  return `  ${collection.name}: {
    record: ${name}Record
    create: ${input('Create')}
    update: ${input('Update')}
    expand: ${expand}
  }
`
}
