import type { CollectionJson } from '@dapur/sdk'
import { expect, test } from 'vitest'
import { importChanges, losesData } from './import-changes.ts'
import { madeFieldId } from './made-field-id.ts'
import { readCollections } from './read-collections.ts'

const field = { type: 'text', hidden: false, presentable: false, required: false, max: 0 } as const
const idField = { ...field, id: 'text3208210256', name: 'id', system: true }
const title = { ...field, id: 'text724990059', name: 'title', system: false }
const posts = {
  id: 'pbc_1',
  name: 'posts',
  type: 'base',
  system: false,
  listRule: null,
  viewRule: '',
  createRule: null,
  updateRule: null,
  deleteRule: null,
  fields: [idField, title],
  indexes: ['CREATE INDEX a ON posts (title)'],
  created: '2026-01-01 00:00:00.000Z',
  updated: '2026-01-01 00:00:00.000Z',
} as const satisfies object
const stored: CollectionJson[] = [
  { ...posts, fields: [...posts.fields], indexes: [...posts.indexes] },
  { ...posts, id: 'pbc_2', name: 'tags', fields: [...posts.fields], indexes: [] },
]

test('what is imported as it is there changes nothing, whatever its times are', () => {
  const items = stored.map((one) => ({ ...one, updated: 'later' }))
  expect(importChanges(stored, items, false)).toEqual([])
  expect(importChanges(stored, items, true)).toEqual([])
})

test('rules, options and indexes are told one by one; null leaves all but a rule', () => {
  const item = {
    name: 'POSTS',
    listRule: '',
    viewRule: null,
    indexes: [],
    fields: [{ ...title, max: 9, required: null }],
  }
  expect(importChanges(stored, [item], false)).toEqual([
    {
      kind: 'changed',
      name: 'posts',
      changes: [
        { kind: 'changed', path: 'name', before: 'posts', after: 'POSTS' },
        { kind: 'changed', path: 'listRule', before: null, after: '' },
        { kind: 'changed', path: 'viewRule', before: '', after: null },
        { kind: 'removed', path: 'indexes', before: posts.indexes[0] },
        { kind: 'changed', path: 'fields.title.max', before: 0, after: 9 },
      ],
    },
  ])
})

test('a field of the same name and type is the stored one, but with deleteMissing another id is another field', () => {
  const item = { id: 'pbc_1', fields: [{ id: 'other', name: 'title', type: 'text' }] }
  expect(importChanges([...stored], [item], false)).toEqual([])
  const changes = importChanges(stored.slice(0, 1), [item], true)
  expect(changes.flatMap((one) => one.changes)).toEqual([
    { kind: 'removed', path: 'fields.title', before: 'text' },
    { kind: 'added', path: 'fields.title', after: 'text' },
  ])
  expect(losesData(changes)).toBe(true)
})

test('a field without an id has the one that the server makes', () => {
  expect(madeFieldId('text', 'title')).toBe(title.id)
  const item = { id: 'pbc_1', fields: [{ name: 'title', type: 'text' }] }
  expect(importChanges(stored.slice(0, 1), [item], true)).toEqual([])
})

test('what is new is told, and what is not named goes only with deleteMissing', () => {
  const items = [{ name: 'posts' }, { name: 'new' }]
  const added = { kind: 'added', name: 'new', changes: [] }
  expect(importChanges(stored, items, false)).toEqual([added])
  expect(losesData(importChanges(stored, items, false))).toBe(false)
  const all = importChanges(stored, items, true)
  expect(all.map(({ kind, name }) => [kind, name])).toEqual([
    ['removed', 'tags'],
    ['changed', 'posts'],
    ['added', 'new'],
  ])
  expect(losesData(all)).toBe(true)
})

test('a text is read as a list, or as an object that has it', () => {
  expect(readCollections('[{"name":"a"}]')).toEqual([{ name: 'a' }])
  expect(readCollections('{"collections":[{"name":"a"}]}')).toEqual([{ name: 'a' }])
  for (const text of ['', '[', '[]', '{}', '[1]', '"a"']) expect(readCollections(text)).toBeUndefined()
})
