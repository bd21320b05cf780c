import { describe, expect, test } from 'vitest'
import type { Collection } from './collection.ts'
import { createCollection } from './create.ts'
import {
  codes,
  openFoundation,
  refusal,
  sharedFoundation,
  snapshot,
  type TestFoundation,
} from './foundation.suite.ts'
import { uniqueIndexOn } from './indexes.ts'
import { updateCollection } from './update.ts'

type Json = Readonly<Record<string, unknown>>

const title = { id: 'f_title', name: 'title', type: 'text' }
const note = { id: 'f_note', name: 'note', type: 'text' }

function createPosts(house: TestFoundation): Promise<Collection> {
  return createCollection(house, {
    name: 'posts',
    fields: [title, note],
    indexes: ['create index idx_note on x (note)', 'create unique index idx_title on x (title)'],
  })
}

async function openPosts(): Promise<TestFoundation> {
  const house = await openFoundation()
  await createPosts(house)
  return house
}

describe('data §2.4 what an update is refused for, with nothing changed', () => {
  const shared = sharedFoundation(async (house) => {
    await createPosts(house)
    await createCollection(house, { name: 'rel' })
    await house.storage.write((tx) =>
      tx.run(`INSERT INTO posts (id, title, note) VALUES ('r1', 'T', 'same'), ('r2', 'U', 'same')`, []),
    )
  })

  test.each<[Json, Json]>([
    [{ id: 'other' }, { id: 'validation_values_mismatch' }],
    [{ system: true }, { system: 'validation_collection_system_flag_change' }],
    [{ type: 'auth' }, { type: 'validation_collection_type_change' }],
    [{ name: '' }, { name: 'validation_required' }],
    [{ name: '_params' }, { name: 'validation_collection_name_invalid' }],
    [{ name: 'rel' }, { name: 'validation_collection_name_exists' }],
    [{ fields: [{ ...title, type: 'bool' }], indexes: [] }, { 'fields.1': 'validation_field_type_change' }],
    [
      { fields: [{ id: 'other', name: 'id', type: 'text' }], indexes: [] },
      { fields: 'validation_system_field_change' },
    ],
    [{ fields: [title] }, { 'indexes.0': 'validation_invalid_index_expression' }],
    [
      { fields: [{ ...title, name: 'heading' }, note] },
      { 'indexes.1': 'validation_invalid_index_expression' },
    ],
    [{ fields: [note], indexes: [], listRule: 'title = ""' }, { listRule: 'validation_invalid_rule' }],
    [
      { indexes: ['create unique index idx_note on posts (note)'] },
      { 'indexes.0': 'validation_invalid_index_expression' },
    ],
    [
      {
        fields: [title, { ...note, name: 'a' }],
        indexes: ['create index i on x (strftime(a, title, "now"))'],
      },
      {
        'indexes.0': 'validation_invalid_index_expression',
      },
    ],
  ])('%j', async (body, wanted) => {
    const house = shared()
    const before = await snapshot(house)
    expect(await codes(updateCollection(house, 'posts', body))).toEqual(wanted)
    expect(await snapshot(house)).toEqual(before)
  })

  test('data §3.11 the collection of a relation never changes', async () => {
    const house = await openFoundation()
    const [a, b] = [
      await createCollection(house, { name: 'a' }),
      await createCollection(house, { name: 'b' }),
    ]
    const rel = { id: 'f_rel', name: 'rel', type: 'relation', collectionId: a.id }
    await createCollection(house, { name: 'c', fields: [rel] })
    expect(await codes(updateCollection(house, 'c', { fields: [{ ...rel, collectionId: b.id }] }))).toEqual({
      'fields.1.collectionId': 'validation_field_relation_change',
    })
  })

  test('data §2.6 the unique indexes of system fields stay, with their columns', async () => {
    const house = await openFoundation()
    const people = await createCollection(house, {
      name: 'people',
      type: 'auth',
      fields: [
        {
          name: 'team',
          type: 'text',
        },
      ],
      indexes: ['create unique index idx_both on people (email, team)'],
    })
    expect(await codes(updateCollection(house, 'people', { indexes: people.indexes.slice(1) }))).toEqual({
      indexes: 'validation_invalid_unique_system_field_index',
    })
    // The two that sign-in needs come back by themselves, and may ignore letter case.
    const both = 'create unique index other on people (email collate nocase, team desc) where team != ""'
    const nocase = 'create unique index mail on people (email collate nocase)'
    const saved = await updateCollection(house, 'people', { indexes: [both, nocase] })
    expect(saved.indexes).toHaveLength(3)
    expect(uniqueIndexOn(saved, 'email')).toEqual({ ignoresCase: true })
  })

  test('an unknown collection is 404, a body that cannot be read 400', async () => {
    const house = await openPosts()
    expect(await refusal(updateCollection(house, 'nowhere', {}))).toMatchObject({
      status: 404,
      code: 'collection_not_found',
    })
    expect((await refusal(updateCollection(house, 'posts', { indexes: 'x' }))).code).toBe('body_malformed')
  })
})
