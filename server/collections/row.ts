import { fieldToJson, parseField } from '../fields/field.ts'
import type { Field } from '../fields/field-type.ts'
import type { Cell } from '../storage/dialect.ts'
import { mergeAuthOptions, newAuthOptions } from './auth-options.ts'
import type { Collection, CollectionType } from './collection.ts'
import { dapurJson, mergeHistory } from './history-options.ts'
import { readSubmitted } from './submitted.ts'

/** The columns of `_collections` in the order in which rows are read (contract data.md §7.2). */
export const definitionColumns = [
  'id',
  'system',
  'type',
  'name',
  'fields',
  'indexes',
  'listRule',
  'viewRule',
  'createRule',
  'updateRule',
  'deleteRule',
  'options',
  'created',
  'updated',
] as const

type DefinitionColumn = (typeof definitionColumns)[number]
export type DefinitionRow = Readonly<Record<DefinitionColumn, Cell>>

/** The row that keeps a collection's definition, secrets included. */
export function toRow(collection: Collection): DefinitionRow {
  const { id, type, name, listRule, viewRule, createRule, updateRule, deleteRule, created, updated } =
    collection
  return {
    id,
    type,
    name,
    listRule,
    viewRule,
    createRule,
    updateRule,
    deleteRule,
    created,
    updated,
    system: collection.system ? 1 : 0,
    fields: JSON.stringify(collection.fields.map(fieldToJson)),
    indexes: JSON.stringify(collection.indexes),
    options: JSON.stringify(optionsOf(collection)),
  }
}

/** A collection from its row; keys that an older version did not know get their defaults. */
export function fromRow(cells: readonly Cell[]): Collection {
  const cell = (column: DefinitionColumn): Cell => cells[definitionColumns.indexOf(column)] ?? null
  const text = (column: DefinitionColumn): string => String(cell(column) ?? '')
  const rule = (column: DefinitionColumn): string | null => (cell(column) === null ? null : text(column))
  const type = readType(text('type'), text('name'))
  const options: unknown = JSON.parse(text('options') || '{}')
  const submitted = readSubmitted(options)
  const history = type === 'view' ? undefined : mergeHistory(undefined, submitted.object('dapur'))
  return {
    id: text('id'),
    name: text('name'),
    type,
    system: Number(cell('system')) === 1,
    listRule: rule('listRule'),
    viewRule: rule('viewRule'),
    createRule: rule('createRule'),
    updateRule: rule('updateRule'),
    deleteRule: rule('deleteRule'),
    fields: readList(text('fields')).map((field) => readField(field, text('name'))),
    indexes: readList(text('indexes')).filter((index) => typeof index === 'string'),
    created: text('created'),
    updated: text('updated'),
    ...(type === 'auth' && { auth: mergeAuthOptions(newAuthOptions(), submitted) }),
    ...(history && { history }),
    ...(type === 'view' && { viewQuery: submitted.text('viewQuery', '') }),
  }
}

function optionsOf(collection: Collection): object {
  if (collection.viewQuery !== undefined) return { viewQuery: collection.viewQuery }
  const dapur = dapurJson(collection)
  return { ...collection.auth, ...(dapur && { dapur }) }
}

function readType(type: string, name: string): CollectionType {
  if (type === 'base' || type === 'auth' || type === 'view') return type
  throw new Error(`the collection "${name}" is stored with the unknown type "${type}"`)
}

function readList(json: string): readonly unknown[] {
  const list: unknown = JSON.parse(json || '[]')
  return Array.isArray(list) ? list : []
}

function readField(json: unknown, collection: string): Field {
  const field = parseField(json)
  if (typeof field === 'string') throw new Error(`a field of "${collection}" cannot be read: ${field}`)
  return field
}
