import {
  array,
  assert,
  asyncProperty,
  constant,
  constantFrom,
  nat,
  oneof,
  record,
  type Arbitrary,
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collectionToJson } from './collection-json.ts'
import type { Collection } from './collection.ts'
import type { SchemaTransaction, Storage } from '../storage/dialect.ts'
import { createCollection } from './create.ts'
import { deleteCollection } from './delete.ts'
import { openFoundation, snapshot, type TestFoundation } from './foundation.suite.ts'
import { importCollections } from './import.ts'
import { parseIndex } from './index-definition.ts'
import { updateCollection } from './update.ts'

/** One change of the fields of a collection, as somebody might make it in a form. */
type Move =
  | { readonly kind: 'add' | 'drop' | 'hide'; readonly at: number }
  | { readonly kind: 'rename'; readonly at: number; readonly name: string }
  | { readonly kind: 'swap'; readonly at: number; readonly with: number }
  | { readonly kind: 'index'; readonly at: number }
  | { readonly kind: 'table'; readonly name: string }

interface FieldJson {
  readonly id: string
  readonly name: string
  readonly [key: string]: unknown
}

const at = nat(5)
// Few names in both letter cases: clashes and near clashes are what is looked for.
const name = constantFrom('a', 'A', 'b', 'B', 'c', 'd', 'select', 'Order', 'x_1')
const move: Arbitrary<Move> = oneof(
  record({ kind: constantFrom('add' as const, 'drop' as const, 'hide' as const), at }),
  record({ kind: constant('rename' as const), at, name }),
  record({ kind: constant('swap' as const), at, with: at }),
  record({ kind: constant('index' as const), at }),
  record({ kind: constant('table' as const), name: constantFrom('t', 'T', 'u', 'select') }),
)

interface Wish {
  readonly id: string
  name: string
  fields: FieldJson[]
}

let made = 0

function apply(wish: Wish, change: Move): void {
  const { fields } = wish
  if (change.kind === 'table') wish.name = `${wish.id}_${change.name}`
  if (change.kind === 'table' || change.kind === 'index') return
  if (change.kind === 'add') fields.push({ id: `f${++made}`, name: `n${made}`, type: 'text' })
  const place = change.at % fields.length
  const field = fields[place]
  if (!field || field.name === 'id') return
  if (change.kind === 'drop') fields.splice(place, 1)
  if (change.kind === 'hide') fields[place] = { ...field, hidden: true }
  if (change.kind === 'rename') fields[place] = { ...field, name: change.name }
  const other = change.kind === 'swap' ? fields[change.with % fields.length] : undefined
  if (!other || other.name === 'id' || other === field) return
  fields[fields.indexOf(other)] = { ...other, name: field.name }
  fields[place] = { ...field, name: other.name }
}

function indexesFor({ id, fields }: Wish, moves: readonly Move[]): string[] {
  const columns = moves.flatMap((change) =>
    change.kind === 'index' ? (fields[change.at % fields.length] ?? []) : [],
  )
  return [...new Set(columns.map((field) => field.name))].map(
    (column) => `create index "i_${id}_${column}" on t ("${column}")`,
  )
}

function isTaken(fields: readonly FieldJson[]): boolean {
  return new Set(fields.map((field) => field.name.toLowerCase())).size < fields.length
}

/** The tables, indexes and values in the file are what the definition says. */
async function agree({ storage }: TestFoundation, collection: Collection): Promise<unknown[]> {
  const columns = await storage.hot.all(`SELECT name FROM pragma_table_info(?) ORDER BY name`, [
    collection.name,
  ])
  expect(columns.flat()).toEqual(collection.fields.map((field) => field.name).toSorted())
  const indexes = await storage.hot.all(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql <> '' AND tbl_name = ? ORDER BY name`,
    [collection.name],
  )
  const built = indexes.map(([index, text]) => [index, parseIndex(String(text)).columns[0]?.field])
  const wanted = collection.indexes.map((text) => parseIndex(text))
  expect(built).toEqual(
    wanted
      .map((index) => [index.name, index.columns[0]?.field])
      .toSorted(([a], [b]) => (`${a}` < `${b}` ? -1 : 1)),
  )
  const names = collection.fields.map((field) => `"${field.name}"`)
  return (await storage.hot.all(`SELECT ${names.join()} FROM "${collection.name}"`, [])).flat()
}

describe('data §2.7 any sequence of changes', () => {
  test('control: a file that was changed behind the definition is found', async () => {
    const house = await openFoundation()
    const posts = await createCollection(house, { name: 'posts', indexes: ['create index i on t (id)'] })
    await agree(house, posts)
    for (const fault of ['DROP INDEX i', 'ALTER TABLE posts ADD COLUMN more TEXT']) {
      await house.storage.alter(async (tx) => ({ result: await tx.run(fault), swap: () => undefined }))
      await expect(agree(house, posts)).rejects.toThrow('deeply equal')
      await house.storage
        .alter(async (tx) => ({
          result: await tx.run('CREATE INDEX i ON posts (id)'),
          swap: () => undefined,
        }))
        .catch(() => undefined)
    }
  })

  test('keeps the values of every field that stays, and the file as the definition says', async () => {
    const house = await openFoundation()
    let run = 0
    await assert(
      asyncProperty(array(array(move, { minLength: 1, maxLength: 4 }), { maxLength: 4 }), async (saves) => {
        const id = `c${++run}`
        let now = await createCollection(house, {
          id,
          name: id,
          fields: [{ id: 'f', name: 'a', type: 'text' }],
        })
        await house.storage.write((tx) => tx.run(`INSERT INTO ${id} (id, a) VALUES ('r', 'value of f')`, []))
        const values = new Map<string, unknown>([
          [now.fields[0]?.id ?? '', 'r'],
          ['f', 'value of f'],
        ])
        for (const moves of saves) {
          const wish: Wish = {
            id,
            name: now.name,
            fields: [...(collectionToJson(now)['fields'] as FieldJson[])],
          }
          for (const change of moves) apply(wish, change)
          if (isTaken(wish.fields)) continue
          const indexes = indexesFor(wish, moves)
          now = await updateCollection(house, id, { ...wish, indexes })
          const found = await agree(house, now)
          now.fields.forEach((field, i) => expect(found[i]).toBe(values.get(field.id) ?? ''))
          for (const known of values.keys())
            if (!now.fields.some((field) => field.id === known)) values.delete(known)
        }
      }),
      { numRuns: 40 },
    )
  })
})

/** The same storage, whose schema changes break down at the given statement. */
function failingAt(house: TestFoundation, place: number): TestFoundation {
  const storage: Storage = {
    ...house.storage,
    alter: (work) =>
      house.storage.alter((tx) => {
        let count = 0
        const run: SchemaTransaction['run'] = (sql, params) =>
          ++count === place ? Promise.reject(new Error('the disk is gone')) : tx.run(sql, params)
        return work({ ...tx, run })
      }),
  }
  return { ...house, storage }
}

describe('data §2.3 §2.7 one transaction', () => {
  const tags = { id: 't', name: 'tags', type: 'select', values: ['a', 'b'], maxSelect: 1 }
  const title = { id: 'f', name: 'title', type: 'text' }
  const fields = [tags, title, { name: 'gone', type: 'bool' }]
  const changed = [
    { ...tags, name: 'title', maxSelect: 2 },
    { ...title, name: 'tags' },
    { name: 'more', type: 'json' },
  ]
  const verbs: [string, number, (house: TestFoundation) => Promise<unknown>][] = [
    ['create', 5, (house) => createCollection(house, { name: 'new', indexes: ['create index j on t (id)'] })],
    [
      'update',
      14,
      (house) =>
        updateCollection(house, 'old', {
          name: 'older',
          fields: changed,
          indexes: ['create index i on t (tags)'],
        }),
    ],
    ['delete', 3, (house) => deleteCollection(house, 'old')],
    [
      'import',
      21,
      (house) =>
        importCollections(house, {
          collections: [
            { name: 'v', type: 'view', viewQuery: 'select id from new' },
            { id: 'old', name: 'older', fields: changed, indexes: ['create index i on t (tags)'] },
            { name: 'new' },
          ],
          deleteMissing: true,
        }),
    ],
  ]

  test.each(verbs)(
    '%s: whichever of its %i statements fails, nothing has changed',
    async (_, statements, verb) => {
      const house = await openFoundation()
      await createCollection(house, {
        id: 'old',
        name: 'old',
        fields,
        indexes: ['create index i on t (title)'],
      })
      await house.storage.write((tx) =>
        tx.run(`INSERT INTO old (id, tags, title) VALUES ('r', 'a', 'T')`, []),
      )
      const before = await snapshot(house)
      for (let place = 1; place <= statements; place++) {
        await expect(verb(failingAt(house, place))).rejects.toThrow('the disk is gone')
        expect(await snapshot(house)).toEqual(before)
      }
      await verb(failingAt(house, statements + 1))
      expect(await snapshot(house)).not.toEqual(before)
    },
  )
})
