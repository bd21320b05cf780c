import { sql } from 'kysely'
import { andThen, type Now } from '../base/now.ts'
import type { Collection } from '../collections/collection.ts'
import type { Reader, Storage } from '../storage/dialect.ts'
import { cellsOf, shapeOf } from './shape.ts'
import type { Cells } from './change.ts'
import type { House } from './house.ts'

const texts = new WeakMap<Collection, Map<string, string>>()

/** A record by its id, whatever the rules say: for what the system itself has to know. */
export function findRecord(house: House, collection: Collection, id: string): Now<Cells | undefined> {
  return readRecord(house.storage, house.storage.hot, collection, id)
}

/** The same inside a transaction. */
export function readRecord(
  storage: Storage,
  reader: Reader,
  collection: Collection,
  id: string,
): Now<Cells | undefined> {
  return readRecordBy(storage, reader, collection, { field: 'id', value: id, ignoreCase: false })
}

/** The first record whose field has this value; `ignoreCase` for what a NOCASE index keeps unique. */
export function findRecordBy(
  house: House,
  collection: Collection,
  field: string,
  value: string,
  { ignoreCase }: { readonly ignoreCase: boolean },
): Now<Cells | undefined> {
  return readRecordBy(house.storage, house.storage.hot, collection, { field, value, ignoreCase })
}

interface Wanted {
  readonly field: string
  readonly value: string
  readonly ignoreCase: boolean
}

/** The same inside a transaction. */
export function readRecordBy(
  storage: Storage,
  reader: Reader,
  collection: Collection,
  wanted: Wanted,
): Now<Cells | undefined> {
  const text = textOf(storage, collection, wanted)
  return andThen(reader.get(text, [wanted.value]), (row) => row && cellsOf(shapeOf(collection), row))
}

function textOf(storage: Storage, collection: Collection, { field, ignoreCase }: Wanted): string {
  let known = texts.get(collection)
  if (!known) texts.set(collection, (known = new Map()))
  const key = ignoreCase ? `~${field}` : field
  let text = known.get(key)
  if (text === undefined) {
    const shape = shapeOf(collection)
    if (!shape.byName.has(field)) throw new Error(`"${collection.name}" has no field "${field}" to look up`)
    const column = sql.ref(`${collection.name}.${field}`)
    const value = sql`${''}`
    const matches = ignoreCase ? storage.sql.sameText(column, value) : sql`${column} = ${value}`
    text = sql`select ${shape.columns} from ${shape.table} where ${matches} limit 1`.compile(storage.cold).sql
    known.set(key, text)
  }
  return text
}
