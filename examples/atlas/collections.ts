import type { CollectionInput } from '@dapur/sdk'
import { languageNames } from './countries.ts'

/*
 * The collections as one would type them into the admin UI: anyone reads, only who signed in as an editor writes.
 */
const EDITORS_ONLY = '@request.auth.collectionName = "editors"'
const open = { listRule: '', viewRule: '' }
const written = { createRule: EDITORS_ONLY, updateRule: EDITORS_ONLY, deleteRule: EDITORS_ONLY }
const dates: Field[] = [
  { name: 'created', type: 'autodate', onCreate: true },
  { name: 'updated', type: 'autodate', onCreate: true, onUpdate: true },
]

/** A collection to be made or brought up to date; fields are told apart by name. */
export type AtlasCollection = CollectionInput & { name: string; fields: readonly Field[] }

type Field = { name: string; type: string } & Record<string, unknown>

export const editors: AtlasCollection = {
  name: 'editors',
  type: 'auth',
  listRule: 'id = @request.auth.id',
  viewRule: 'id = @request.auth.id',
  updateRule: 'id = @request.auth.id',
  fields: [{ name: 'name', type: 'text', max: 100, presentable: true }, ...dates],
  indexes: [],
}

export const regions: AtlasCollection = {
  name: 'regions',
  type: 'base',
  ...open,
  ...written,
  fields: [{ name: 'name', type: 'text', required: true, max: 60, presentable: true }, ...dates],
  indexes: [index('regions', 'name', 'UNIQUE')],
}

/** Every field that the sample queries filter or sort by, except the two lists and the position. */
const INDEXED = ['name', 'region', 'subregion', 'area', 'landlocked', 'independent', 'capital']

/**
 * `borders` points to the collection itself, so it can only be said when the collection has its id.
 *
 * @param ids of `regions`, and of `countries` once it is there
 */
export function countries(ids: { regions: string; countries?: string }): AtlasCollection {
  const borders: Field = { name: 'borders', type: 'relation', collectionId: ids.countries, maxSelect: 30 }
  return {
    name: 'countries',
    type: 'base',
    ...open,
    ...written,
    fields: [
      { name: 'name', type: 'text', required: true, max: 100, presentable: true },
      { name: 'officialName', type: 'text', max: 200 },
      { name: 'cca2', type: 'text', required: true, pattern: '^[A-Z]{2}$' },
      { name: 'cca3', type: 'text', required: true, pattern: '^[A-Z]{3}$' },
      { name: 'flag', type: 'text', max: 16 },
      { name: 'capital', type: 'text', max: 200 },
      { name: 'region', type: 'relation', required: true, collectionId: ids.regions, maxSelect: 1 },
      { name: 'subregion', type: 'text', max: 60 },
      { name: 'area', type: 'number', help: 'Square kilometres.' },
      { name: 'landlocked', type: 'bool' },
      { name: 'independent', type: 'bool' },
      { name: 'languages', type: 'select', values: languageNames, maxSelect: languageNames.length },
      { name: 'position', type: 'geoPoint' },
      { name: 'translations', type: 'json' },
      { name: 'currencies', type: 'json' },
      ...(ids.countries === undefined ? [] : [borders]),
      ...dates,
    ],
    indexes: [
      index('countries', 'cca2', 'UNIQUE'),
      index('countries', 'cca3', 'UNIQUE'),
      ...INDEXED.map((field) => index('countries', field)),
    ],
  }
}

function index(collection: string, field: string, kind: '' | 'UNIQUE' = ''): string {
  return `CREATE ${kind} INDEX \`idx_${collection}_${field}\` ON \`${collection}\` (\`${field}\`)`
}
