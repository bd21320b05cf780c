import { describe, expect, test } from 'vitest'
import { createCollection } from './create.ts'
import { deleteCollection } from './delete.ts'
import { openFoundation, refusal, snapshot } from './foundation.suite.ts'
import { installSystemCollections } from './system.ts'

describe('data §2.7 delete', () => {
  test('table, indexes and definition go; a relation to itself does not hinder', async () => {
    const house = await openFoundation()
    const before = await snapshot(house)
    const fields = [{ name: 'parent', type: 'relation', collectionId: 'tree_id' }]
    await createCollection(house, {
      id: 'tree_id',
      name: 'tree',
      fields,
      indexes: ['create index i on x (parent)'],
    })
    const deleted = await deleteCollection(house, 'Tree')
    expect(deleted.id).toBe('tree_id')
    expect(house.catalog.current.all).toEqual([])
    expect(await snapshot(house)).toMatchObject({ ...(before as object), catalog: { version: 3 } })
  })

  test('what another collection refers to stays', async () => {
    const house = await openFoundation()
    const { id } = await createCollection(house, { name: 'authors' })
    await createCollection(house, {
      name: 'posts',
      fields: [{ name: 'by', type: 'relation', collectionId: id }],
    })
    const before = await snapshot(house)
    const error = await refusal(deleteCollection(house, 'authors'))
    expect(error).toMatchObject({ status: 400, code: 'collection_referenced' })
    expect(error.message).toContain('"by" of "posts"')
    expect(await snapshot(house)).toEqual(before)
    await deleteCollection(house, 'posts')
    await deleteCollection(house, 'authors')
  })

  test('what the system collections know of an auth collection goes with it', async () => {
    const house = await openFoundation()
    await installSystemCollections(house)
    const people = await createCollection(house, { name: 'people', type: 'auth' })
    await house.storage.write((tx) => {
      for (const [id, ref] of [
        ['m1', people.id],
        ['m2', '_pb_users_auth_'],
      ] as const) {
        void tx.run('INSERT INTO _mfas (id, collectionRef, recordRef, method) VALUES (?, ?, ?, ?)', [
          id,
          ref,
          'r',
          'otp',
        ])
      }
    })
    await deleteCollection(house, 'people')
    expect(await house.storage.hot.all('SELECT id FROM _mfas', [])).toEqual([['m2']])
  })

  test('an unknown collection is 404', async () => {
    expect((await refusal(deleteCollection(await openFoundation(), 'nowhere'))).status).toBe(404)
  })
})
