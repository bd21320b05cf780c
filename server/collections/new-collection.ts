import { crc32 } from 'node:zlib'
import { newAuthOptions } from './auth-options.ts'
import type { Catalog, Collection, CollectionType } from './collection.ts'
import { withFieldIds } from './field-list.ts'
import { quoteName } from './index-expression.ts'
import { readUniqueIndexes } from './indexes.ts'
import { withSystemFields } from './system-fields.ts'

const MOST_OF_AN_INDEX_NAME = 64

/** A collection of this type before anything was submitted: system fields, closed rules, default options (contract data.md §2.2). */
export function newCollection(type: CollectionType): Collection {
  return {
    id: '',
    name: '',
    type,
    system: false,
    listRule: null,
    viewRule: null,
    createRule: null,
    updateRule: null,
    deleteRule: null,
    fields: withFieldIds(withSystemFields(type, [])),
    indexes: [],
    created: '',
    updated: '',
    ...(type === 'auth' && { auth: newAuthOptions() }),
    ...(type === 'view' && { viewQuery: '' }),
  }
}

/**
 * The id of a new collection: `pbc_` and the CRC-32 of its type and name, with a number behind it where that is
 * taken (contract data.md §2.3).
 *
 * @example newCollectionId('base', 'posts', catalog) // 'pbc_1125843985'
 */
export function newCollectionId(type: CollectionType, name: string, catalog: Catalog): string {
  const base = `pbc_${crc32(type + name)}`
  let id = base
  for (let i = 2; catalog.byId(id); i++) id = `${base}${i}`
  return id
}

/**
 * The indexes of an auth collection with those that sign-in relies on: a unique one on `tokenKey` and one on
 * `email`, unless there is one of exactly that column already (contract data.md §2.5).
 */
export function withAuthIndexes(
  collection: Pick<Collection, 'name' | 'type' | 'indexes'>,
  suffix: string,
): string[] {
  const indexes = [...collection.indexes]
  if (collection.type !== 'auth') return indexes
  const unique = readUniqueIndexes(indexes)
  const add = (column: string, condition: string): void => {
    const name = quoteName(`idx_${column}_${suffix}`.slice(0, MOST_OF_AN_INDEX_NAME), '`')
    indexes.push(
      `CREATE UNIQUE INDEX ${name} ON ${quoteName(collection.name, '`')} (\`${column}\`)${condition}`,
    )
  }
  if (!unique.has('tokenkey')) add('tokenKey', '')
  if (!unique.has('email')) add('email', " WHERE `email` != ''")
  return indexes
}
