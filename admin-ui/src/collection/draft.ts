import type { CollectionInput, CollectionJson, FieldJson } from '@dapur/sdk'
import { renameInIndex } from './index-text.ts'

/** A field of the form. New ones have no id; `key` tells them apart until they are stored. */
export interface FieldDraft {
  key: string
  id?: string
  name: string
  type: string
  system: boolean
  hidden: boolean
  presentable: boolean
  required?: boolean
  help?: string
  [option: string]: unknown
}

/** A collection as the form holds it: what the API takes, but for the keys of its fields. */
export interface CollectionDraft {
  id?: string
  name: string
  type: CollectionJson['type']
  system: boolean
  fields: readonly FieldDraft[]
  indexes: readonly string[]
  [option: string]: unknown
}

/** A copy of a stored collection, or of an empty one, to be changed. */
export function draftOf(collection: CollectionJson): CollectionDraft {
  const { created: _created, updated: _updated, ...rest } = collection
  return { ...rest, fields: collection.fields.map((field) => ({ ...field, key: field.id || field.name })) }
}

/** What is sent: fields without their keys; indexes with the new names of fields and of the collection. */
export function bodyOf(draft: CollectionDraft, stored: CollectionJson | undefined): CollectionInput {
  const { id, fields, indexes, ...rest } = draft
  const renamed = fields.flatMap((field): [string, string][] => {
    const before = stored?.fields.find((known) => known.id === field.id)?.name
    return before === undefined || before === field.name ? [] : [[before, field.name]]
  })
  return {
    ...withoutBlankRules(rest),
    ...(id === undefined || id === '' ? {} : { id }),
    fields: fields.map(({ key: _key, ...field }) => field),
    indexes: indexes.map((text) => renameInIndex(text, renamed)),
  }
}

/** A rule that is being written and has no text yet lets nobody in; sent empty, it would let everyone in. */
function withoutBlankRules(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isBlank = (key: string, value: unknown): boolean =>
    key.endsWith('Rule') && typeof value === 'string' && value !== '' && value.trim() === ''
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, isBlank(key, value) ? null : value]),
  )
}

/** A new field of a type, with a name that is free. */
export function newField(
  type: string,
  options: Readonly<Record<string, unknown>>,
  taken: readonly FieldDraft[],
): FieldDraft {
  const used = new Set(taken.map(({ name }) => name.toLowerCase()))
  let name = type === 'autodate' ? 'created' : type.toLowerCase()
  for (let count = 2; used.has(name.toLowerCase()); count += 1) name = `${type.toLowerCase()}${count}`
  const shared = { key: crypto.randomUUID(), name, type, system: false, hidden: false, presentable: false }
  return { ...options, ...shared, ...(type === 'autodate' ? { onCreate: true } : {}) }
}

/** Are they the same for the server? */
export function isSame(left: CollectionDraft, right: CollectionDraft): boolean {
  return JSON.stringify(bodyOf(left, undefined)) === JSON.stringify(bodyOf(right, undefined))
}

/** The draft as something whose fields can be read where a collection is wanted. */
export function fieldsOf(draft: CollectionDraft): FieldJson[] {
  return draft.fields.map(({ key, ...field }) => ({ ...field, id: field.id ?? key }))
}
